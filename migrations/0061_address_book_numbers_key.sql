-- The numbers of a contact are found by its tenant, too: the policy asks for the tenant, and a planner without statistics of a new address book
-- would else read all of the tenant's numbers for each contact.
alter table address_book_numbers drop constraint address_book_numbers_pkey, add primary key (tenant_id, contact_id, number);
