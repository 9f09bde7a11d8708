-- What a card's bank has taken in lost disputes about a charge, which may be a part of it. Null: there was none, or a release before this one read it.
alter table card_attempts
  add column lost_minor bigint,
  add constraint card_attempts_lost_check check (lost_minor >= 0) not valid;
grant update (lost_minor) on card_attempts to worker;

-- a part of a payment that a lost dispute took is booked as a refund, which is reversed if the dispute is won on appeal
alter table refunds add column by_dispute boolean not null default false;
grant update (reversal_reason) on refunds to worker;
