alter table people.guardianship add constraint guardianship_period check (valid_to is null or valid_to > valid_from);

-- The same words are an address in two communities; and communities merge, so that it cannot be a key.
alter table people.household drop constraint household_address;
create index household_by_address on people.household (district, address_index);
