-- Requests are found by their words and by what is near; photos; changes asked of the duty list; keys of outside systems; the trained proposals.
alter table requests.request add column cell integer;
create index request_by_cell on requests.request (district, cell, received_at) where cell is not null;

-- Row-level security keeps an index of words from being used (its operators may leak), so the words lie beside, without rights for the server:
-- only the two functions below touch them, and they look into one district.
create table requests.words (
  district text not null,
  request_id uuid not null,
  received_at timestamptz not null,
  grams tsvector not null,
  primary key (district, request_id),
  foreign key (district, request_id) references requests.request (district, id)
);
comment on table requests.words is 'by district: pairs of characters of what was told, to find it by; nothing of confidential requests';
create index words_grams on requests.words using gin (grams);

-- Grams of one request come as one text with spaces between them, because arrays of arrays must be of one length.
create function requests.keep_words(p_ids uuid[], p_received timestamptz[], p_grams text[]) returns void
  language sql security definer set search_path = '' as
$$ insert into requests.words
   select current_setting('app.district'), id, received, array_to_tsvector(string_to_array(grams, ' '))
   from unnest(p_ids, p_received, p_grams) as kept (id, received, grams) $$;

create function requests.forget_words(p_id uuid) returns void
  language sql security definer set search_path = '' as
$$ delete from requests.words where district = current_setting('app.district') and request_id = p_id $$;

create function requests.find_words(p_grams text[], p_before timestamptz, p_most integer) returns table (request_id uuid, received_at timestamptz)
  language plpgsql stable security definer set search_path = '' as
$$
declare
  wanted tsquery;
begin
  select string_agg(quote_literal(g), ' & ')::tsquery into wanted from unnest(p_grams) g;
  return query
    select w.request_id, w.received_at from requests.words w
    where w.district = current_setting('app.district') and w.grams @@ wanted and w.received_at < p_before
    order by w.received_at desc limit p_most;
end
$$;
revoke all on function requests.keep_words, requests.forget_words, requests.find_words from public;
grant execute on function requests.keep_words, requests.forget_words, requests.find_words to linli_app;

create table requests.photo (
  district text not null,
  id uuid not null,
  request_id uuid not null,
  by_part text not null,
  added_at timestamptz not null,
  width integer not null,
  height integer not null,
  lon double precision,
  lat double precision,
  small bytea not null,
  large bytea not null,
  primary key (district, id),
  foreign key (district, request_id) references requests.request (district, id),
  constraint photo_part check (by_part in ('reporter', 'staff')),
  constraint photo_place check ((lon is null) = (lat is null))
);
comment on table requests.photo is 'by district: photos of what was told and of what was done, without what the camera wrote into them; the place only where it was allowed';
create index photo_by_request on requests.photo (district, request_id, added_at);

create table requests.duty_change (
  district text not null,
  id uuid not null,
  matter text not null,
  area text not null,
  lead uuid not null,
  reason text not null,
  request_id uuid,
  asked_by uuid not null,
  asked_at timestamptz not null,
  state text not null default 'asked',
  answer text,
  decided_by uuid,
  decided_at timestamptz,
  primary key (district, id),
  foreign key (district, lead) references cases.unit (district, id),
  foreign key (district, request_id) references requests.request (district, id),
  constraint duty_change_state check (state in ('asked', 'accepted', 'declined') and (state = 'asked') = (decided_by is null)),
  constraint duty_change_second_person check (decided_by is null or decided_by <> asked_by)
);
comment on table requests.duty_change is 'by district: changes that units ask of the duty list';
create index duty_change_open on requests.duty_change (district, asked_at) where state = 'asked';

create table requests.intake_key (
  district text not null,
  id uuid not null,
  name text not null,
  channel text not null,
  key_hash text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (district, id),
  constraint intake_key_hash unique (district, key_hash),
  constraint intake_key_channel check (channel in ('open311', 'device', 'mail', 'hotline'))
);
comment on table requests.intake_key is 'by district: outside systems that may send requests, each by one channel';

create table requests.dispatch_model (
  district text not null,
  version integer not null,
  trained_at timestamptz not null,
  examples integer not null,
  tried integer not null,
  aim real not null,
  threshold double precision not null,
  accuracy double precision not null,
  coverage double precision not null,
  rules_accuracy double precision not null,
  packed text not null,
  primary key (district, version)
);
comment on table requests.dispatch_model is 'by district: what was learned from decided cases, and how it did on those that were held back';

create table requests.recontact (
  district text not null,
  month text not null,
  request_id uuid not null,
  position integer not null,
  asked_at timestamptz,
  asked_by uuid,
  outcome text,
  grade smallint,
  primary key (district, month, request_id),
  foreign key (district, request_id) references requests.request (district, id),
  constraint recontact_month check (month ~ '^\d{4}-\d{2}$'),
  constraint recontact_outcome check (outcome in ('solved', 'notSolved', 'unreachable') and (outcome is null) = (asked_at is null)),
  constraint recontact_grade check (grade between 1 and 5)
);
comment on table requests.recontact is 'by district: closed requests drawn by lot to be asked again by somebody who did not work on them';

create table requests.bulletin (
  district text not null,
  month text not null,
  content jsonb not null,
  published_by uuid not null,
  published_at timestamptz not null,
  primary key (district, month)
);
comment on table requests.bulletin is 'by district: the figures of a month as they were published; never changed';

create index event_rulings on cases.event (district, case_id) where move = 'rule';
create index event_closing on cases.event (district, at, case_id) where move in ('rate', 'closeSilent', 'reopen', 'closeUnreached', 'confirmRefusal');
create index clock_due on cases.clock (district, name, due_at);
create index case_by_closed on cases.case_file (district, closed_at) where closed_at is not null;

grant select, insert, delete on requests.photo to linli_app;
grant select, insert, update on requests.duty_change, requests.intake_key, requests.recontact to linli_app;
grant select, insert on requests.dispatch_model, requests.bulletin to linli_app;
alter table requests.photo enable row level security;
alter table requests.photo force row level security;
create policy own_district on requests.photo using (district = (select current_setting('app.district', true)));
alter table requests.recontact enable row level security;
alter table requests.recontact force row level security;
create policy own_district on requests.recontact using (district = (select current_setting('app.district', true)));

-- When the time to keep words is over, what was written in the events of a closed case goes, and what its deadlines follow from stays.
create function cases.forget_texts(p_case uuid) returns void
  language sql security definer set search_path = '' as
$$ update cases.event e set detail = e.detail - 'text' - 'reason'
   where e.district = current_setting('app.district') and e.case_id = p_case
     and exists (select from cases.case_file c where c.district = e.district and c.id = e.case_id and c.closed_at is not null) $$;
revoke all on function cases.forget_texts from public;
grant execute on function cases.forget_texts to linli_app;
alter table requests.request add column forgotten_at timestamptz;
create index request_kept on requests.request (district, received_at) where forgotten_at is null;
