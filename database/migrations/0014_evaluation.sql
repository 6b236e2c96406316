create schema evaluation;
grant usage on schema evaluation to linli_app;

create table evaluation.round (
  district text not null,
  id uuid not null,
  standard text not null,
  ladder text not null,
  year integer not null,
  state text not null default 'open',
  opened_by uuid not null,
  opened_at timestamptz not null,
  notice_from date,
  notice_to date,
  published_by uuid,
  published_on date,
  primary key (district, id),
  constraint round_once unique (district, standard, year),
  constraint round_state check (state in ('open', 'notice', 'published')),
  constraint round_notice check ((state = 'open') = (notice_from is null) and (notice_from is null) = (notice_to is null)),
  constraint round_published check ((state = 'published') = (published_on is not null) and (published_on is null) = (published_by is null)),
  constraint round_year check (year between 2000 and 2100)
);
comment on table evaluation.round is 'by district: the yearly listing by a standard: open, public notice, published (CPX-07)';

create table evaluation.candidate (
  district text not null,
  round_id uuid not null,
  place_id uuid not null,
  ladder text not null,
  year integer not null,
  state text not null default 'filed',
  checked jsonb not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  returned_reason text,
  is_listed boolean,
  reason text,
  primary key (district, round_id, place_id),
  foreign key (district, round_id) references evaluation.round (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint candidate_state check (state in ('filed', 'returned')),
  constraint candidate_returned check ((state = 'returned') = (returned_reason is not null)),
  constraint candidate_reason check (is_listed is distinct from false or reason is not null)
);
comment on table evaluation.candidate is 'by district: complexes proposed for a list, with the self-check that was filed and what the system then said (EVL-02)';
-- A complex is on one step of a ladder of lists in a year.
create unique index candidate_listed_once on evaluation.candidate (district, ladder, year, place_id) where is_listed;

create table evaluation.objection (
  district text not null,
  id uuid not null,
  round_id uuid not null,
  place_id uuid not null,
  account_id uuid not null,
  reason text not null,
  made_at timestamptz not null,
  is_upheld boolean,
  answer text,
  decided_by uuid,
  decided_at timestamptz,
  primary key (district, id),
  foreign key (district, round_id, place_id) references evaluation.candidate (district, round_id, place_id),
  constraint objection_once unique (district, round_id, place_id, account_id),
  constraint objection_decided check ((is_upheld is null) = (answer is null) and (is_upheld is null) = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
comment on table evaluation.objection is 'by district: objections to a list during its public notice, each answered';
grant select, insert, update on all tables in schema evaluation to linli_app;
grant delete on evaluation.candidate to linli_app;
