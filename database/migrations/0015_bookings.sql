create schema bookings;
grant usage on schema bookings to linli_app;

create table bookings.resource (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  kind text not null,
  room_id uuid,
  parent_id uuid,
  above uuid[] not null default '{}',
  name text not null,
  name_en text not null,
  skills text[] not null default '{}',
  seats integer,
  revision integer not null default 1,
  retired_on date,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, room_id) references places.room (district, id) on delete set null (room_id),
  foreign key (district, parent_id) references bookings.resource (district, id),
  constraint resource_kind check (kind in ('room', 'equipment', 'staff')),
  constraint resource_parent check ((parent_id is null) = (above = '{}') and (parent_id is null or kind = 'room')),
  constraint resource_seats check (seats > 0),
  constraint resource_name unique (district, place_id, name)
);
comment on table bookings.resource is 'by district: what can be taken: rooms and their parts (a tree), units of equipment, people with skills';

create table bookings.offering (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  function_code text not null,
  kind text not null,
  name text not null,
  name_en text not null,
  about text not null default '',
  about_en text not null default '',
  state text not null default 'draft',
  shown_from timestamptz,
  shown_to timestamptz,
  resources uuid[] not null default '{}',
  rules jsonb not null,
  revision integer not null default 1,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint offering_kind check (kind in ('slot', 'session', 'trial')),
  constraint offering_state check (state in ('draft', 'published', 'archived')),
  constraint offering_shown check (shown_to > shown_from),
  constraint offering_name unique (district, place_id, name)
);
comment on table bookings.offering is 'by district: what can be booked, with its rules: who, when, how long, how often, at what price';
create index offering_by_function on bookings.offering (district, function_code) where state = 'published';

create table bookings.offering_version (
  district text not null,
  offering_id uuid not null,
  revision integer not null,
  rules jsonb not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (district, offering_id, revision),
  foreign key (district, offering_id) references bookings.offering (district, id)
);
comment on table bookings.offering_version is 'by district: the rules of offerings as they were; a booking names the revision it was made by';

create table bookings.session (
  district text not null,
  id uuid not null,
  offering_id uuid not null,
  series_id uuid,
  resource_id uuid,
  during tstzrange not null,
  places integer not null,
  taken integer not null default 0,
  state text not null default 'planned',
  reason text,
  primary key (district, id),
  foreign key (district, offering_id) references bookings.offering (district, id),
  foreign key (district, resource_id) references bookings.resource (district, id),
  constraint session_during check (lower(during) < upper(during) and not upper_inf(during) and not lower_inf(during)),
  constraint session_full check (0 <= taken and taken <= places),
  constraint session_state check (state in ('planned', 'cancelled')),
  constraint session_reason check (state = 'planned' or reason is not null)
);
comment on table bookings.session is 'by district: dates of activities and courses, with how many places are taken';
create index session_by_offering on bookings.session (district, offering_id, lower(during));

create table bookings.booking (
  district text not null,
  id uuid not null,
  offering_id uuid not null,
  revision integer not null,
  resource_id uuid,
  session_id uuid,
  during tstzrange not null,
  account_id uuid,
  person_id uuid,
  guest_cipher text,
  places integer not null,
  state text not null,
  channel text not null,
  code text not null,
  price_fen integer not null,
  price jsonb not null,
  made_by uuid not null,
  made_at timestamptz not null,
  offer_until timestamptz,
  arrived_at timestamptz,
  left_at timestamptz,
  excused text,
  reason text,
  doubts jsonb,
  free_reason text,
  deposit_fen integer not null default 0,
  deposit text not null default 'none',
  primary key (district, id),
  foreign key (district, offering_id) references bookings.offering (district, id),
  foreign key (district, resource_id) references bookings.resource (district, id),
  foreign key (district, session_id) references bookings.session (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint booking_whose check (num_nonnulls(account_id, person_id, guest_cipher) > 0),
  constraint booking_of check (num_nonnulls(resource_id, session_id) = 1),
  constraint booking_during check (lower(during) < upper(during) and not upper_inf(during) and not lower_inf(during)),
  constraint booking_places check (places > 0),
  constraint booking_state check (state in ('requested', 'offered', 'confirmed', 'checkedIn', 'finished', 'missed', 'cancelled', 'refused', 'lapsed')),
  constraint booking_offer check ((state = 'offered') = (offer_until is not null)),
  constraint booking_arrived check (arrived_at is null or left_at is null or arrived_at <= left_at),
  constraint booking_channel check (channel in ('online', 'counter', 'phone', 'paper')),
  constraint booking_price check (price_fen >= 0),
  constraint booking_deposit check (deposit in ('none', 'held', 'returned', 'kept') and (deposit = 'none' or deposit_fen > 0)),
  constraint booking_reason check (state not in ('cancelled', 'refused') or reason is not null),
  constraint booking_code unique (district, code)
);
comment on table bookings.booking is 'by district: who has which time or place, by which rules and at what price';
create index booking_by_account on bookings.booking (district, account_id, lower(during));
create index booking_by_person on bookings.booking (district, person_id, lower(during)) where person_id is not null;
create index booking_by_resource on bookings.booking (district, resource_id, lower(during)) where resource_id is not null;
create index booking_by_session on bookings.booking (district, session_id) where session_id is not null;
create unique index booking_once on bookings.booking (district, session_id, coalesce(person_id, account_id))
  where session_id is not null and state in ('requested', 'offered', 'confirmed', 'checkedIn');
create index booking_by_offer on bookings.booking (district, offer_until) where state = 'offered';
create index booking_to_come on bookings.booking (district, lower(during)) where state in ('requested', 'confirmed', 'checkedIn');

-- What is taken, with the time before and after. Taking a part of a room also touches all that it is a part of: there `side` is
-- nobody's, so that parts stand beside each other, but not beside whoever took the whole.
create table bookings.claim (
  district text not null,
  id uuid not null,
  resource_id uuid not null,
  holder uuid not null,
  side uuid not null,
  blocked tstzrange not null,
  primary key (district, id),
  foreign key (district, resource_id) references bookings.resource (district, id),
  constraint claim_length check (upper(blocked) - lower(blocked) <= interval '8 days'),
  constraint claim_side check (side in (holder, '00000000-0000-0000-0000-000000000000')),
  constraint claim_no_overlap exclude using gist (district with =, resource_id with =, blocked with &&, side with <>)
);
comment on table bookings.claim is 'by district: which resource is taken when, by a booking or a session; nothing overlaps, over the whole tree of rooms';
create index claim_by_time on bookings.claim (district, resource_id, lower(blocked));
create index claim_by_holder on bookings.claim (district, holder);

create table bookings.step (
  district text not null,
  id uuid not null,
  booking_id uuid not null,
  kind text not null,
  at timestamptz not null,
  by_id uuid,
  detail jsonb not null default '{}',
  primary key (district, id),
  foreign key (district, booking_id) references bookings.booking (district, id),
  constraint step_kind check (kind in ('made', 'asked', 'confirmed', 'refused', 'moved', 'cancelled', 'checkedIn', 'finished', 'missed', 'offered', 'accepted', 'lapsed', 'excused', 'deposit'))
);
comment on table bookings.step is 'by district: what happened to a booking, one line after another';
create index step_by_booking on bookings.step (district, booking_id);

-- Who waits for places in a session, or for a time of an offering. First come, first offered, within the order of groups.
create table bookings.waiting (
  district text not null,
  id uuid not null,
  offering_id uuid not null,
  session_id uuid,
  resource_id uuid,
  during tstzrange not null,
  account_id uuid,
  person_id uuid,
  guest_cipher text,
  places integer not null,
  rank integer not null,
  standing jsonb not null,
  channel text not null,
  state text not null default 'waiting',
  booking_id uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, offering_id) references bookings.offering (district, id),
  foreign key (district, session_id) references bookings.session (district, id),
  foreign key (district, booking_id) references bookings.booking (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint waiting_whose check (num_nonnulls(account_id, person_id, guest_cipher) > 0),
  constraint waiting_places check (places > 0),
  constraint waiting_channel check (channel in ('online', 'counter', 'phone', 'paper')),
  constraint waiting_state check (state in ('waiting', 'offered', 'taken', 'lapsed', 'left', 'closed')),
  constraint waiting_offered check ((state in ('offered', 'taken')) <= (booking_id is not null))
);
comment on table bookings.waiting is 'by district: who waits for places or a time, in which order, and what came of it';
create index waiting_in_order on bookings.waiting (district, offering_id, rank, id) where state = 'waiting';
create unique index waiting_once on bookings.waiting (district, offering_id, during, coalesce(person_id, account_id)) where state in ('waiting', 'offered');

create table bookings.waiting_step (
  district text not null,
  id uuid not null,
  waiting_id uuid not null,
  kind text not null,
  at timestamptz not null,
  detail jsonb not null default '{}',
  primary key (district, id),
  foreign key (district, waiting_id) references bookings.waiting (district, id),
  constraint waiting_step_kind check (kind in ('joined', 'passedOver', 'offered', 'accepted', 'declined', 'lapsed', 'left', 'closed'))
);
comment on table bookings.waiting_step is 'by district: what happened to each who waits, and why somebody was passed over: the proof of the order';
create index waiting_step_by_waiting on bookings.waiting_step (district, waiting_id);

create table bookings.rating (
  district text not null,
  booking_id uuid not null,
  stars smallint not null,
  comment_cipher text,
  at timestamptz not null,
  primary key (district, booking_id),
  foreign key (district, booking_id) references bookings.booking (district, id),
  constraint rating_stars check (stars between 1 and 5)
);
comment on table bookings.rating is 'by district: how a booking was, by who had it; words are sealed';

create table bookings.feed (
  district text not null,
  id uuid not null,
  account_id uuid not null,
  key_hash text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  constraint feed_key unique (district, key_hash)
);
comment on table bookings.feed is 'by district: secret addresses that calendars of phones read; only the hash is kept';
create unique index feed_once on bookings.feed (district, account_id) where ended_at is null;

grant select, insert, update on all tables in schema bookings to linli_app;
revoke update on bookings.step, bookings.rating, bookings.waiting_step, bookings.offering_version from linli_app;
grant delete on bookings.claim to linli_app;

do $$ declare t text; begin
  foreach t in array array['bookings.booking', 'bookings.step', 'bookings.waiting', 'bookings.waiting_step', 'bookings.rating', 'bookings.feed'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format($p$create policy own_district on %s using (district = (select current_setting('app.district', true)))$p$, t);
  end loop;
end $$;
