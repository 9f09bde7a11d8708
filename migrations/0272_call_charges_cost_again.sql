-- A call that is rated again gets its wholesale cost, too, if that was not known.
grant update (wholesale_micros, wholesale_currency) on call_charges to voice;
