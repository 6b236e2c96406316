create schema needs;
grant usage on schema needs to linli_app;

create table needs.project (
  district text not null,
  id uuid not null,
  title text not null,
  summary text not null,
  area_code text not null references areas.area (code),
  budget_fen bigint,
  state text not null default 'proposed',
  made_by uuid not null,
  made_at timestamptz not null,
  handed_over_at timestamptz,
  ended_at timestamptz,
  outcome text,
  primary key (district, id),
  constraint project_state check (state in ('proposed', 'handedOver', 'decided', 'building', 'done', 'dropped')),
  constraint project_ended check ((state in ('done', 'dropped')) = (ended_at is not null) and (ended_at is not null) = (outcome is not null)),
  constraint project_budget check (budget_fen >= 0)
);
comment on table needs.project is 'by district: what is to be done about needs, to be voted on and followed to its end';

create table needs.need (
  district text not null,
  id uuid not null,
  title text not null,
  area_code text not null references areas.area (code),
  function_code text,
  segment text,
  project_id uuid,
  dropped_because text,
  met_by text,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (district, id),
  foreign key (district, project_id) references needs.project (district, id)
);
comment on table needs.need is 'by district: what several residents asked for alike';
create index need_by_project on needs.need (district, project_id) where project_id is not null;

create table needs.voice (
  district text not null,
  request_id uuid not null,
  need_id uuid not null,
  primary key (district, request_id),
  foreign key (district, request_id) references requests.request (district, id),
  foreign key (district, need_id) references needs.need (district, id)
);
comment on table needs.voice is 'by district: the requests that a need is made of; each belongs to one need';
create index voice_by_need on needs.voice (district, need_id);

create table needs.answer (
  district text not null,
  request_id uuid not null,
  project_id uuid not null,
  is_met boolean not null,
  words text,
  at timestamptz not null,
  primary key (district, request_id, project_id),
  foreign key (district, request_id) references requests.request (district, id),
  foreign key (district, project_id) references needs.project (district, id)
);
comment on table needs.answer is 'by district: whether those who asked first got what they asked for';
grant select, insert, update on needs.project, needs.need, needs.answer to linli_app;
grant select, insert, delete on needs.voice to linli_app;
alter table needs.answer enable row level security;
alter table needs.answer force row level security;
create policy own_district on needs.answer using (district = (select current_setting('app.district', true)));

create schema reviews;
grant usage on schema reviews to linli_app;

create table reviews.occasion (
  district text not null,
  id uuid not null,
  service_id uuid,
  place_id uuid not null,
  what text not null,
  code_hash text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, service_id) references services.service (district, id),
  constraint occasion_code unique (district, code_hash)
);
comment on table reviews.occasion is 'by district: one service that was given once, and can be rated once by whoever has its code';

create table reviews.review (
  district text not null,
  occasion_id uuid not null,
  grade smallint not null,
  reasons text[] not null,
  words_sealed text,
  contact_sealed text,
  rules text not null,
  at timestamptz not null,
  case_id uuid,
  final_grade smallint,
  final_at timestamptz,
  is_excluded boolean not null default false,
  primary key (district, occasion_id),
  foreign key (district, occasion_id) references reviews.occasion (district, id),
  foreign key (district, case_id) references cases.case_file (district, id),
  constraint review_grade check (grade between 1 and 5 and final_grade between 1 and 5),
  constraint review_final check ((final_grade is null) = (final_at is null))
);
comment on table reviews.review is 'by district: ratings of services, one for each; who rated is not known, and the first grade is never changed';
create index review_by_case on reviews.review (district, case_id) where case_id is not null;
create index review_by_time on reviews.review (district, at);
grant select, insert, update on reviews.occasion, reviews.review to linli_app;
alter table reviews.review enable row level security;
alter table reviews.review force row level security;
create policy own_district on reviews.review using (district = (select current_setting('app.district', true)));
