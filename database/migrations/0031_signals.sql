create schema signals;
grant usage on schema signals to linli_app;

create table signals.calibration (
  district text not null,
  day date not null,
  rules text not null,
  threshold double precision not null,
  replays integer not null,
  matters integer not null,
  reports integer not null,
  primary key (district, day)
);
comment on table signals.calibration is 'by district: the threshold at which replays of the own past raise as few alarms as wanted';

create table signals.signal (
  district text not null,
  id uuid not null,
  kind text not null,
  matter text not null,
  area_code text not null references areas.area (code),
  area_codes text[] not null,
  first_day date not null,
  last_day date not null,
  from_day date not null,
  count integer not null,
  expected double precision not null,
  ratio double precision not null,
  threshold double precision not null,
  state text not null default 'new',
  case_id uuid,
  reason text,
  decided_by uuid,
  decided_at timestamptz,
  primary key (district, id),
  foreign key (district, case_id) references cases.case_file (district, id),
  constraint signal_once unique (district, kind, matter, area_code, first_day),
  constraint signal_kind check (kind in ('cluster', 'sensitive')),
  constraint signal_state check (state in ('new', 'opened', 'dismissed') and (state = 'new') = (decided_by is null) and (state = 'opened') = (case_id is not null)
    and (state = 'dismissed') = (reason is not null))
);
comment on table signals.signal is 'by district: more reports of a matter at a place and time than expected, and what somebody decided about it';
create index signal_by_day on signals.signal (district, last_day);
grant select, insert, update on signals.signal to linli_app;
grant select, insert on signals.calibration to linli_app;
