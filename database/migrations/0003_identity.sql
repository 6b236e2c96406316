create schema partners;
grant usage on schema partners to linli_app;

create table partners.organisation (
  district text not null,
  id uuid not null,
  name text not null,
  credit_code text,
  kind text not null,
  created_at timestamptz not null,
  primary key (district, id),
  constraint organisation_name unique (district, name),
  constraint organisation_kind check (kind in ('government', 'operator', 'market', 'charity', 'resident'))
);
comment on table partners.organisation is 'by district: bodies that roles can be granted on';

grant select, insert, update on all tables in schema partners to linli_app;

create schema identity;
grant usage on schema identity to linli_app;

create table identity.account (
  district text not null,
  id uuid not null,
  kind text not null,
  name text not null,
  phone_cipher text,
  phone_index text,
  login_name text,
  password_hash text,
  totp_cipher text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  person_id uuid,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  primary key (district, id),
  constraint account_phone unique (district, phone_index),
  constraint account_login_name unique (district, login_name),
  constraint account_kind check (kind in ('resident', 'staff')),
  constraint account_staff_signs_in_by_name check (kind = 'resident' or login_name is not null),
  constraint account_phone_pair check ((phone_cipher is null) = (phone_index is null))
);
comment on table identity.account is 'by district: who can sign in';

create table identity.external_login (
  district text not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  created_at timestamptz not null,
  primary key (district, issuer, subject),
  foreign key (district, account_id) references identity.account (district, id)
);
comment on table identity.external_login is 'by district: OpenID Connect subjects tied to accounts';

create table identity.oidc_attempt (
  district text not null,
  state_hash text not null,
  code_verifier text not null,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (district, state_hash)
);
comment on table identity.oidc_attempt is 'by district: sign-ins under way at an OpenID provider';

create table identity.role_grant (
  district text not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  area_code text references areas.area (code),
  organisation_id uuid,
  valid_from timestamptz not null,
  valid_to timestamptz,
  granted_by uuid,
  primary key (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  constraint role_grant_role check (role in ('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial',
    'communityWorker', 'operator', 'auditor')),
  constraint role_grant_scope check (area_code is not null or organisation_id is not null),
  constraint role_grant_operator check ((role = 'operator') = (organisation_id is not null)),
  constraint role_grant_once exclude using gist (district with =, account_id with =, role with =,
    coalesce(area_code, organisation_id::text) with =, tstzrange(valid_from, valid_to) with &&)
);
comment on table identity.role_grant is 'by district: roles on an area subtree or an organisation';

create table identity.session (
  district text not null,
  token_hash text not null,
  id uuid not null,
  account_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  device text not null,
  ip text not null,
  primary key (district, token_hash),
  constraint session_id unique (district, id),
  foreign key (district, account_id) references identity.account (district, id)
);
comment on table identity.session is 'by district: sessions as hashed random tokens';
create index session_by_account on identity.session (district, account_id);

create table identity.one_time_code (
  district text not null,
  id uuid not null,
  phone_index text not null,
  code_hash text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  attempts integer not null default 0,
  used_at timestamptz,
  ip text not null,
  primary key (district, id)
);
comment on table identity.one_time_code is 'by district: codes sent to phones';
create index one_time_code_by_phone on identity.one_time_code (district, phone_index, sent_at desc);

grant select, insert, update on all tables in schema identity to linli_app;
grant delete on identity.oidc_attempt, identity.one_time_code to linli_app;
