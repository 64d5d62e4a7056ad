-- When somebody last showed who he is in a session: at sign-in, and whenever he is asked again.
alter table auth.session add column confirmed_at timestamptz not null default now();
