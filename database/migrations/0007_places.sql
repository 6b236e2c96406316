create table places.own_function (
  district text not null,
  code text not null,
  name text not null,
  name_en text,
  purpose text not null,
  domain text,
  serves text not null,
  area_code text not null references areas.area (code),
  status text not null default 'proposed',
  number integer,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  primary key (district, code),
  constraint own_function_code check (code ~ '^own-[0-9a-f]{8}$'),
  constraint own_function_serves check (serves in ('elder', 'child', 'all')),
  constraint own_function_status check (status in ('proposed', 'accepted', 'refused', 'promoted', 'retired')),
  constraint own_function_decided check ((status = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint own_function_reason check (status not in ('refused', 'retired') or reason is not null),
  constraint own_function_promoted check (status <> 'promoted' or number is not null),
  constraint own_function_number unique (district, number)
);
comment on table places.own_function is 'by district: functions beyond the catalogue, proposed by an area, reviewed, promoted to the whole district (CPX-11)';
-- A refused or retired name may be proposed again.
create unique index own_function_name on places.own_function (district, name) where status in ('proposed', 'accepted', 'promoted');

grant select, insert, update on places.own_function to linli_app;

-- A function code is of the catalogue or of the district's own; each kind has its foreign key.
alter table places.room_time
  drop constraint room_time_function_code_fkey,
  add column catalogue_code text generated always as (case when function_code like 'own-%' then null else function_code end) stored references places.service_function (code),
  add column own_code text generated always as (case when function_code like 'own-%' then function_code end) stored,
  add constraint room_time_own_function foreign key (district, own_code) references places.own_function (district, code);
alter table services.service
  drop constraint service_function_code_fkey,
  add column catalogue_code text generated always as (case when function_code like 'own-%' then null else function_code end) stored references places.service_function (code),
  add column own_code text generated always as (case when function_code like 'own-%' then function_code end) stored,
  add constraint service_own_function foreign key (district, own_code) references places.own_function (district, code);

-- A room stands at a site of its own place, and a site with rooms stays.
alter table places.site
  add constraint site_name unique (district, place_id, name),
  add constraint site_of_place unique (district, place_id, id);
alter table places.room
  drop constraint room_district_site_id_fkey,
  add constraint room_site foreign key (district, place_id, site_id) references places.site (district, place_id, id);

alter table places.place drop column photos;
create table places.photo (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  position integer not null,
  caption text not null,
  width integer not null,
  height integer not null,
  small bytea not null,
  large bytea not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint photo_position unique (district, place_id, position) deferrable,
  constraint photo_size check (width > 0 and height > 0)
);
comment on table places.photo is 'by district: photos of a place, made small and without what the camera wrote into them';
grant select, insert, update, delete on places.photo to linli_app;
