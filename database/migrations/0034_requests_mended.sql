-- A request that speaks of several matters is split: each part is a request of its own and knows the whole.
alter table requests.request add column whole_id uuid;
alter table requests.request add constraint request_whole foreign key (district, whole_id) references requests.request (district, id);
create index request_parts on requests.request (district, whole_id) where whole_id is not null;

-- A page of a district's open cases is read in the order in which they are due.
create index case_open_by_due on cases.case_file (district, (coalesce(due_at, 'infinity')), id) where closed_at is null;

-- Requests of one import share their moment, so a page ends at a moment and a request.
drop function requests.find_words(text[], timestamptz, integer);
create function requests.find_words(p_grams text[], p_before timestamptz, p_before_id uuid, p_most integer)
  returns table (request_id uuid, received_at timestamptz)
  language plpgsql stable security definer set search_path = '' as
$$
declare
  wanted tsquery;
begin
  select string_agg(quote_literal(g), ' & ')::tsquery into wanted from unnest(p_grams) g;
  return query
    select w.request_id, w.received_at from requests.words w
    where w.district = current_setting('app.district') and w.grams @@ wanted and (w.received_at, w.request_id) < (p_before, p_before_id)
    order by w.received_at desc, w.request_id desc limit p_most;
end
$$;
revoke all on function requests.find_words from public;
grant execute on function requests.find_words to linli_app;

-- What is written in a confidential case is sealed in its events, and only those who work on it read it.
alter table cases.case_file add column is_confidential boolean not null default false;
-- Row-level security opens one district at a time, to the owner of the tables, too.
do $$
declare
  own text;
begin
  for own in select code from areas.area where level = 'district' loop
    perform set_config('app.district', own, true);
    update cases.case_file c set is_confidential = true from requests.request r
      where r.district = own and c.district = own and c.id = r.id and r.words_sealed is not null;
  end loop;
  perform set_config('app.district', '', true);
end
$$;

-- Numbers of outside systems are their own: two systems of one channel may both have a number 1001.
alter table requests.request add column intake_key uuid;
alter table requests.request add constraint request_intake_key foreign key (district, intake_key) references requests.intake_key (district, id);
alter table requests.request drop constraint request_outside;
create unique index request_outside on requests.request (district, channel, (coalesce(intake_key, '00000000-0000-0000-0000-000000000000')), outside_id)
  where outside_id is not null;
create index request_by_key on requests.request (district, intake_key) where intake_key is not null;

-- A list is published by somebody who neither began nor last changed it.
alter table requests.duty_list add column edited_by uuid;
alter table requests.duty_list drop constraint duty_list_second_person;
alter table requests.duty_list add constraint duty_list_second_person check (published_by is null or (published_by <> drafted_by and published_by is distinct from edited_by));

-- When who reported is forgotten, the events forget it, too, and those who followed.
create function cases.forget_reporters(p_cases uuid[]) returns void
  language sql security definer set search_path = '' as
$$ update cases.event e set by_account = null
   where e.district = current_setting('app.district') and e.case_id = any(p_cases) and e.part = 'reporter'
     and exists (select from cases.case_file c where c.district = e.district and c.id = e.case_id and c.closed_at is not null) $$;
revoke all on function cases.forget_reporters from public;
grant execute on function cases.forget_reporters to linli_app;

-- A clock that starts again, as when a case is taken up again, leaves what it was: whether the first answer came in time stays to be counted.
create table cases.past_clock (
  district text not null,
  case_id uuid not null,
  name text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  stopped_at timestamptz,
  primary key (district, case_id, name, started_at),
  foreign key (district, case_id) references cases.case_file (district, id)
);
comment on table cases.past_clock is 'by district: clocks of cases as they stood when they were started again';
create index past_clock_by_due on cases.past_clock (district, name, due_at);
grant select, insert on cases.past_clock to linli_app;
create index event_ended on cases.event (district, at) where to_state in ('closed', 'refused');

-- Only who rated may rate again: by a secret of their own, not by the code that staff handed over.
alter table reviews.review add column again_hash text;
alter table reviews.review add constraint review_again unique (district, again_hash);

-- What was met on a visit is told to those who work on the case that came of it.
alter table visits.visit add column report_sealed text;

-- A need remembers the project that was dropped; who asked is told why.
alter table needs.need add column last_project_id uuid;
alter table needs.need add constraint need_last_project foreign key (district, last_project_id) references needs.project (district, id);
alter table needs.answer drop column words;

-- Smaller squares: what is near is read from fewer rows. They no longer fit into four bytes.
drop index requests.request_by_cell;
alter table requests.request alter column cell type bigint
  using case when lon is null then null else floor((lat + 90) * 400)::bigint * 144000 + floor((lon + 180) * 400)::bigint end;
create index request_by_cell on requests.request (district, cell, received_at) where cell is not null;
