-- A person's notices go with everything else that is held about him, in the one place that erases (personal/).
drop function platform.forget_notices(text, uuid);
