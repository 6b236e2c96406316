-- Cells move to other communities when areas merge or split; what was computed from them is kept by this number.
alter table planning.population add column revision integer not null default 1;
