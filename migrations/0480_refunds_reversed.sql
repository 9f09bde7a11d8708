-- A refund by hand can be reversed, as a payment can: it was recorded by mistake, or the money came back. Refunds to a card follow the payment provider.
alter table refunds drop constraint refunds_state_check;
alter table refunds add constraint refunds_state_check check (state in ('asked', 'pending', 'succeeded', 'failed', 'unclear', 'reversed')) not valid;
alter table refunds
  add column reversal_reason text,
  add constraint refunds_reversal_reason_check check (char_length(reversal_reason) between 1 and 500) not valid,
  add constraint refunds_reversed_check check ((state = 'reversed') = (reversal_reason is not null) and (state <> 'reversed' or (returned_on is not null and provider_id is null))) not valid;
grant update (state, reversal_reason, returned_on, returned_at, changed_at) on refunds to app;
create policy reversed on refunds for update to app using (partner_id = ctx_partner() and provider_id is null and state = 'succeeded')
  with check (partner_id = ctx_partner() and state = 'reversed');

alter table wholesale_refunds
  add column reversed_at timestamptz(3),
  add column reversed_on date,
  add column reversal_reason text,
  add constraint wholesale_refunds_reversal_reason_check check (char_length(reversal_reason) between 1 and 500) not valid,
  add constraint wholesale_refunds_reversed_check
    check ((reversed_at is null) = (reversal_reason is null) and (reversed_at is null) = (reversed_on is null)) not valid;
grant update (reversed_at, reversed_on, reversal_reason) on wholesale_refunds to app;

-- `refund_reversed`: money of a refund by hand that counts as never paid back. `payment_reinstated`: a lost dispute was won after all
alter table account_credits drop constraint account_credits_reason_check;
alter table account_credits add constraint account_credits_reason_check check (reason in ('invoice_below_zero', 'credit_note', 'overpayment',
  'payment_reversed', 'used', 'reopened', 'refund', 'refund_failed', 'refund_reversed', 'payment_reinstated')) not valid;
