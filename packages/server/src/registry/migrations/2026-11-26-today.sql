-- A day is a day in China, wherever the database server stands: a role that begins today begins now.

ALTER FUNCTION registry.works_in(uuid, uuid, text) SET timezone = 'Asia/Shanghai';
ALTER FUNCTION registry.colleagues() SET timezone = 'Asia/Shanghai';
ALTER FUNCTION registry.needs_consent(date) SET timezone = 'Asia/Shanghai';
