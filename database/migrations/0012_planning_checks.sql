-- What was found for each item of the checklist of site and design (PLN-06), by item: {"answer": "yes", "note": ""}.
alter table planning.project add column checks jsonb not null default '{}';
