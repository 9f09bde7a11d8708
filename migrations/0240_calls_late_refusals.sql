-- delete_late_refusal() in functions/calls.sql takes back a refusal that was committed too late.
grant delete on calls to voice;
