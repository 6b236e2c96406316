alter table people.guardianship add constraint guardianship_period check (valid_to is null or valid_to > valid_from);
