-- An account says only how somebody signs in; what he may do stands in the register of people (registry.membership).

alter table auth."user" add column first boolean not null default false;
-- the account made at the very first start, whose one-time password stands at the terminal
create unique index one_first on auth."user" (first) where first;
-- accounts of the sample province, one for each role, signed in without a password
drop index auth.one_demo;
-- which of his roles somebody acts in: id of a membership or of a delegation
alter table auth.session add column hat uuid;

alter table auth."user" no force row level security;
update auth."user" set first = true where id = (select id from auth."user" where role = 'administrator' order by created_at limit 1);
alter table auth."user" force row level security;
