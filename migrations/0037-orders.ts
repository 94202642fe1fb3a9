/** Part of 0037: what courts, police and prisons decided about a perpetrator, the dates on which it ends, and what is to be thought about then. */
export const ORDERS = `
  create schema orders;
  grant usage on schema orders to marac_app;

  create table orders.orders (
    id                uuid primary key,
    case_id           uuid not null,
    marac_id          uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label             text not null check (label in ('PERPETRATOR', 'INTELLIGENCE')),
    person_id         uuid not null references persons.persons,
    kind              text not null check (kind in ('NON_MOLESTATION', 'OCCUPATION', 'RESTRAINING', 'DVPN', 'DVPO', 'DAPN', 'DAPO',
                        'STALKING_PROTECTION', 'FORCED_MARRIAGE_PROTECTION', 'FGM_PROTECTION', 'CHILD_ARRANGEMENTS', 'PROHIBITED_STEPS',
                        'UNDERTAKING', 'OTHER_INJUNCTION', 'BAIL_BEFORE_CHARGE', 'BAIL_AFTER_CHARGE', 'CUSTODY', 'RELEASE', 'LICENCE',
                        'COMMUNITY_ORDER')),
    authority         text not null,
    reference         text,
    from_on           date,
    until_on          date,
    conditions        text,
    power_of_arrest   text not null check (power_of_arrest in ('YES', 'NO', 'NOT_KNOWN')),
    served            text not null check (served in ('YES', 'NO', 'NOT_KNOWN')),
    ended_on          date,
    source_agency_id  uuid references maracs.agencies,
    recorded_by       text not null,
    recorded_at       timestamptz not null default clock_timestamp(),
    -- nothing of its dates is waited for any more
    settled           boolean not null default false,
    version           int not null default 1,
    check (until_on >= from_on),
    -- a release is called off before it happens
    check (ended_on >= from_on or kind = 'RELEASE')
  );
  create index orders_by_case on orders.orders (case_id);
  create index orders_unsettled on orders.orders (until_on) where not settled;
  create index orders_by_date on orders.orders (marac_id, (coalesce(ended_on, case when kind = 'RELEASE' then from_on else until_on end)), id);
  -- they go along with a transfer: the area that takes over must know when he is released
  select access.guard_table('orders.orders', '"label"', 'case_id', true);

  -- what was recorded, varied, ended or breached: how the order stood then
  create table orders.changes (
    id          uuid primary key,
    order_id    uuid not null references orders.orders,
    case_id     uuid not null,
    marac_id    uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label       text not null check (label in ('PERPETRATOR', 'INTELLIGENCE')),
    change      text not null check (change in ('RECORDED', 'VARIED', 'ENDED', 'BREACHED')),
    from_on     date,
    until_on    date,
    conditions  text,
    -- of an end and of a breach
    happened_on date,
    because     text,
    changed_by  text not null,
    changed_at  timestamptz not null default clock_timestamp(),
    check (change = 'RECORDED' or because is not null),
    check ((change in ('ENDED', 'BREACHED')) = (happened_on is not null))
  );
  create index changes_by_order on orders.changes (order_id, id);
  create index changes_by_case on orders.changes (case_id);
  select access.guard_table('orders.changes', '"label"', 'case_id', true);

  create table orders.reviews (
    id            uuid primary key,
    order_id      uuid not null references orders.orders,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label         text not null check (label in ('PERPETRATOR', 'INTELLIGENCE')),
    occasion      text not null check (occasion in ('RELEASE', 'EXPIRY', 'BAIL_END', 'LICENCE_END', 'ENDED_EARLY', 'BREACH')),
    date_on       date not null,
    short_notice  boolean not null,
    rule_version  int not null,
    raised_at     timestamptz not null default clock_timestamp(),
    due_at        timestamptz not null,
    alarmed_at    timestamptz,
    outcome       text check (outcome in ('NO_CHANGE', 'NEW_ASSESSMENT', 'SAFETY_PLAN_CHANGED', 'REFER_BACK_TO_MARAC')),
    note          text,
    completed_by  text,
    completed_at  timestamptz,
    version       int not null default 1,
    check (num_nonnulls(outcome, completed_by, completed_at) in (0, 3))
  );
  create unique index one_open_review on orders.reviews (order_id) where completed_at is null;
  create index reviews_by_case on orders.reviews (case_id);
  create index reviews_due on orders.reviews (due_at) where completed_at is null and alarmed_at is null;
  select access.guard_table('orders.reviews', '"label"');

  -- each step of each date once, whatever is killed and however often it is looked at
  create table orders.raisings (
    id         uuid primary key,
    order_id   uuid not null references orders.orders,
    review_id  uuid not null references orders.reviews,
    case_id    uuid not null,
    marac_id   uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label      text not null check (label in ('PERPETRATOR', 'INTELLIGENCE')),
    date_on    date not null,
    step       text not null check (step in ('FIRST', 'SECOND', 'ON_THE_DAY', 'BREACH')),
    change_id  uuid references orders.changes,
    raised_at  timestamptz not null default clock_timestamp(),
    constraint raised_once unique nulls not distinct (order_id, date_on, step, change_id)
  );
  create index raisings_by_case on orders.raisings (case_id);
  select access.guard_table('orders.raisings', '"label"');

  grant select, insert on orders.orders, orders.changes, orders.reviews, orders.raisings to marac_app;
  grant update (from_on, until_on, conditions, reference, power_of_arrest, served, ended_on, settled, version) on orders.orders to marac_app;
  grant update (occasion, date_on, short_notice, due_at, alarmed_at, outcome, note, completed_by, completed_at, version) on orders.reviews to marac_app;
`;
