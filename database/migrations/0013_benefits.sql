-- What departments state about people: what held from when to when, and from when to when we took it to be so (bitemporal).
create table people.statement (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  fact text not null,
  value_cipher text not null,
  source_department text not null,
  source_reference text,
  stated_on date not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid,
  replaced_at timestamptz,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint statement_period check (valid_to is null or valid_to > valid_from),
  constraint statement_replaced check (replaced_at is null or replaced_at >= recorded_at),
  constraint statement_once exclude using gist (district with =, person_id with =, fact with =, daterange(valid_from, valid_to) with &&) where (replaced_at is null)
);
comment on table people.statement is 'by district: facts of the dictionary about people, each with its source and both of its times; values are encrypted';
create index statement_by_person on people.statement (district, person_id);

create table people.profile (
  district text not null,
  person_id uuid not null,
  sealed text not null,
  changed_in xid8 not null default pg_current_xact_id(),
  primary key (district, person_id),
  foreign key (district, person_id) references people.person (district, id)
);
comment on table people.profile is 'by district: the statements about a person that stand now, sealed in one piece so that a city can be read in seconds';
create index profile_by_change on people.profile (district, changed_in);

create schema benefits;
grant usage on schema benefits to linli_app;

create table benefits.policy_version (
  district text not null,
  policy_id text not null,
  version integer not null,
  content jsonb not null,
  state text not null default 'draft',
  revision integer not null default 1,
  changed_by uuid not null,
  changed_at timestamptz not null,
  proposed_by uuid,
  proposed_at timestamptz,
  proof jsonb,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  primary key (district, policy_id, version),
  constraint policy_version_state check (state in ('draft', 'proposed', 'published', 'dropped')),
  constraint policy_version_proposed check (state not in ('proposed', 'published') or (proposed_by is not null and proof is not null)),
  constraint policy_version_decided check (state <> 'published' or decided_by is not null),
  constraint policy_two_persons check (state <> 'published' or decided_by <> proposed_by)
);
comment on table benefits.policy_version is 'by district: policies as the district wrote them; published by somebody other than who proposed them';
create unique index policy_draft_once on benefits.policy_version (district, policy_id) where state in ('draft', 'proposed');

create table benefits.enrolment (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  policy_id text not null,
  valid_from date not null,
  valid_to date,
  source_department text not null,
  source_reference text,
  recorded_at timestamptz not null,
  recorded_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text,
  changed_in xid8 not null default pg_current_xact_id(),
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint enrolment_period check (valid_to is null or valid_to > valid_from),
  constraint enrolment_ended check ((ended_by is null) = (end_reason is null) and (ended_by is null) = (ended_at is null)),
  constraint enrolment_once exclude using gist (district with =, person_id with =, policy_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table benefits.enrolment is 'by district: who receives what since when';
create index enrolment_by_person on benefits.enrolment (district, person_id);
create index enrolment_by_change on benefits.enrolment (district, changed_in);

create table benefits.authorisation (
  district text not null,
  id uuid not null,
  area_code text not null references areas.area (code),
  policies text[] not null,
  purpose text not null,
  legal_basis text not null,
  valid_from date not null,
  valid_to date not null,
  given_by uuid not null,
  given_by_name text not null,
  given_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (district, id),
  constraint authorisation_period check (valid_to > valid_from),
  constraint authorisation_policies check (cardinality(policies) > 0),
  constraint authorisation_ended check ((ended_at is null) = (ended_by is null))
);
comment on table benefits.authorisation is 'by district: who allowed facts of whom to be matched with which policies, what for, on what legal basis, until when';

create table benefits.run (
  district text not null,
  id uuid not null,
  authorisation_id uuid not null,
  as_of date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  people integer,
  counts jsonb,
  failure text,
  primary key (district, id),
  foreign key (district, authorisation_id) references benefits.authorisation (district, id)
);
comment on table benefits.run is 'by district: matching runs, each under an authorisation, with what they counted';
create unique index run_once on benefits.run (district, authorisation_id) where finished_at is null;

create table benefits.verdict (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  policy_id text not null,
  policy_version text not null,
  verdict smallint not null,
  as_of date not null,
  recorded_at timestamptz not null,
  run_id uuid,
  is_latest boolean not null default true,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint verdict_value check (verdict in (0, 1, 2))
);
comment on table benefits.verdict is 'by district: changes of verdicts of whoever is or was entitled or enrolled; each can be worked out again from its day and moment';
create unique index verdict_latest on benefits.verdict (district, person_id, policy_id) where is_latest;

create table benefits.finding (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  policy_id text not null,
  policy_version text not null,
  kind text not null,
  authorisation_id uuid not null,
  state text not null default 'open',
  confidence text,
  asks text[] not null default '{}',
  low_fen bigint,
  high_fen bigint,
  score double precision not null default 0,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  proposed_by uuid,
  object_until date,
  closed_at timestamptz,
  close_reason text,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  foreign key (district, authorisation_id) references benefits.authorisation (district, id),
  constraint finding_kind check (kind in ('missed', 'possible', 'doubtful', 'unclear')),
  constraint finding_state check (state in ('open', 'contacted', 'proposed', 'objected', 'closed')),
  constraint finding_confidence check (confidence in ('high', 'medium', 'low')),
  constraint finding_proposed check (state not in ('proposed', 'objected') or (proposed_by is not null and object_until is not null)),
  constraint finding_closed check ((state = 'closed') = (closed_at is not null) and (closed_at is null) = (close_reason is null)),
  constraint finding_reason check (close_reason in ('factsChanged', 'enrolled', 'declined', 'kept', 'ended', 'authorisationEnded'))
);
comment on table benefits.finding is 'by district: who may be missing a benefit, and benefits to be verified; people decide each of them';
create unique index finding_once on benefits.finding (district, person_id, policy_id) where closed_at is null;
create index finding_by_kind on benefits.finding (district, kind, score desc, id) where closed_at is null;

create table benefits.step (
  district text not null,
  id uuid not null,
  finding_id uuid not null,
  kind text not null,
  note_cipher text,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (district, id),
  foreign key (district, finding_id) references benefits.finding (district, id),
  constraint step_kind check (kind in ('reached', 'notReached', 'declined', 'checked', 'kept', 'endProposed', 'objected', 'objectionUpheld', 'objectionRejected', 'ended'))
);
comment on table benefits.step is 'by district: what was done about a finding, by whom';
create index step_by_finding on benefits.step (district, finding_id, at);

create table benefits.application (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  policy_id text not null,
  policy_version text not null,
  facts_cipher text not null,
  channel text not null,
  state text not null default 'submitted',
  made_by uuid not null,
  made_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint application_channel check (channel in ('online', 'counter')),
  constraint application_state check (state in ('submitted', 'granted', 'refused', 'withdrawn')),
  constraint application_decided check ((state in ('granted', 'refused')) = (decided_by is not null)),
  constraint application_refused check (state <> 'refused' or decision_reason is not null)
);
comment on table benefits.application is 'by district: applications, filled in with what was known';
create unique index application_once on benefits.application (district, person_id, policy_id) where state = 'submitted';

create table benefits.push_refusal (
  district text not null,
  person_id uuid not null,
  refused_at timestamptz not null,
  primary key (district, person_id),
  foreign key (district, person_id) references people.person (district, id)
);
comment on table benefits.push_refusal is 'by district: people who do not want to be told of benefits unasked';

grant select, insert, update on people.statement, people.profile to linli_app;
grant select, insert, update on all tables in schema benefits to linli_app;
revoke update on benefits.step from linli_app;
grant delete on benefits.push_refusal to linli_app;

do $$ declare t text; begin
  foreach t in array array['people.statement', 'people.profile', 'benefits.enrolment', 'benefits.verdict', 'benefits.finding', 'benefits.step', 'benefits.application', 'benefits.push_refusal'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format($p$create policy own_district on %s using (district = (select current_setting('app.district', true)))$p$, t);
  end loop;
end $$;
