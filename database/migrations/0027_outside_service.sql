create table volunteers.outside_service (
  district text not null,
  source text not null,
  external_id text not null,
  volunteer_id uuid not null,
  title text not null,
  during tstzrange not null,
  minutes integer not null,
  brought_at timestamptz not null,
  primary key (district, source, external_id),
  foreign key (district, volunteer_id) references volunteers.volunteer (district, id),
  constraint outside_minutes check (minutes > 0),
  constraint outside_no_overlap exclude using gist (district with =, volunteer_id with =, during with &&)
);
comment on table volunteers.outside_service is 'by district: hours recorded in another system, as 志愿汇, each once; they count as a record and bring neither coins nor points';

grant select, insert on volunteers.outside_service to linli_app;
alter table volunteers.outside_service enable row level security;
alter table volunteers.outside_service force row level security;
create policy own_district on volunteers.outside_service using (district = (select current_setting('app.district', true)));
