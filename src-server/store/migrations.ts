/**
 * The schema, forward only: a migration that was released is never edited, the next one is added below it.
 *
 * What must hold holds in the database: two processes, or one with a fault, cannot break it.
 * Columns ending in `_hash` or `_lookup` hold digests, `_sealed` holds AES-256-GCM ciphertext (see vault.ts).
 */
export interface Migration {
  /** 1, 2, 3 ... */
  readonly version: number;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      'create table server_fact (name text primary key, value text not null)',

      'create sequence terminal_number as integer',
      `create table terminal (
        id uuid primary key,
        number text not null unique,
        serial_number text not null,
        -- x of the Ed25519 JWK: one key is one terminal.
        public_key text not null unique,
        enrolled_at timestamptz not null,
        last_sequence integer not null default 0 check (last_sequence >= 0),
        heartbeat_at timestamptz,
        heartbeat jsonb,
        check ((heartbeat_at is null) = (heartbeat is null))
      )`,
      `create table enrolment_code (
        code_hash bytea primary key,
        expires_at timestamptz not null,
        used_by uuid references terminal
      )`,
      `create table client_assertion (
        terminal_id uuid not null references terminal,
        jti text not null,
        expires_at timestamptz not null,
        primary key (terminal_id, jti)
      )`,
      `create table access_token (
        token_hash bytea primary key,
        terminal_id uuid not null references terminal,
        expires_at timestamptz not null
      )`,

      `create table report (
        terminal_id uuid not null references terminal,
        sequence integer not null check (sequence >= 1),
        id uuid not null,
        at timestamptz not null,
        kind text not null,
        body jsonb not null,
        content_hash bytea not null,
        transaction_id uuid,
        received_at timestamptz not null,
        primary key (terminal_id, sequence),
        unique (terminal_id, id)
      )`,
      'create index report_by_transaction on report (terminal_id, transaction_id, sequence)',
      // What the reports add up to. A terminal can only speak of transactions of its own.
      `create table terminal_transaction (
        terminal_id uuid not null references terminal,
        id uuid not null,
        trace text,
        item_code text,
        item_name text,
        started_at timestamptz,
        ended_at timestamptz,
        steps jsonb not null default '[]',
        result text,
        reason text,
        certificate_number text,
        prints jsonb not null default '[]',
        rating text,
        open_job text check (open_job in ('notDone', 'indeterminate', 'closed')),
        updated_at timestamptz not null,
        primary key (terminal_id, id)
      )`,
      'create index transaction_by_update on terminal_transaction (updated_at desc)',

      `create table verification (
        id uuid primary key,
        terminal_id uuid not null references terminal,
        transaction_id uuid not null,
        person_lookup bytea not null,
        -- Erased when nothing can be asked with it any more.
        person_sealed bytea,
        code_hash bytea not null,
        state text not null check (state in ('sent', 'passed', 'over')),
        attempts_left integer not null check (attempts_left >= 0),
        sent_at timestamptz not null,
        expires_at timestamptz not null,
        token_hash bytea unique,
        check ((state = 'passed') = (token_hash is not null))
      )`,
      'create index verification_by_person on verification (person_lookup, sent_at)',

      `create table operator_password (
        only_row boolean primary key default true check (only_row),
        salt bytea not null,
        password_hash bytea not null
      )`,
      `create table operator_session (
        token_hash bytea primary key,
        expires_at timestamptz not null
      )`,

      `create table sandbox_print_count (
        person_lookup bytea not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        printed integer not null check (printed between 0 and 3),
        primary key (person_lookup, month)
      )`,
      'create sequence sandbox_certificate_number as bigint',
      // The idempotency key is the primary key: one key can draw one number and count one print, not two.
      `create table sandbox_certificate (
        idempotency_key uuid primary key,
        terminal_id uuid not null,
        request_lookup bytea not null,
        certificate_number text not null unique,
        code_lookup bytea not null unique,
        code_sealed bytea not null,
        person_lookup bytea not null,
        holder_sealed bytea not null,
        month text not null,
        ordinal integer not null check (ordinal between 1 and 3),
        pages integer not null check (pages >= 1),
        pdf_sealed bytea not null,
        issued_at timestamptz not null,
        state text not null check (state in ('issued', 'void')),
        void_reason text check (void_reason in ('spoiled', 'notPrinted')),
        voided_at timestamptz,
        check ((state = 'void') = (voided_at is not null and void_reason is not null))
      )`,
    ],
  },
  {
    version: 2,
    statements: [
      `create table payment_assessment (
        id uuid primary key,
        terminal_id uuid not null references terminal,
        transaction_id uuid not null,
        item_code text not null,
        -- Person and bills; erased after a day.
        sealed bytea not null,
        expires_at timestamptz not null
      )`,
      // One key, one payment: what was void stays void, and what was posted stays posted.
      `create table payment (
        idempotency_key uuid primary key,
        terminal_id uuid not null references terminal,
        transaction_id uuid,
        item_code text,
        request_hash bytea,
        request_sealed bytea,
        amount bigint check (amount > 0),
        cash_amount bigint check (cash_amount >= 0),
        qr_amount bigint check (qr_amount >= 0),
        state text not null check (state in ('waiting', 'posted', 'void')),
        why_void text,
        receipt_number text unique,
        updated_at timestamptz not null,
        check ((state = 'posted') = (receipt_number is not null)),
        check (state = 'void' or (amount is not null and amount = cash_amount + qr_amount))
      )`,
      "create index payment_waiting on payment (updated_at) where state = 'waiting'",
      `create table payment_order (
        order_key uuid primary key,
        terminal_id uuid not null references terminal,
        amount bigint check (amount > 0),
        order_number text unique,
        created_at timestamptz not null,
        -- Once: an order pays for one payment.
        payment_key uuid references payment
      )`,

      'create sequence sandbox_receipt_number as bigint',
      'create sequence sandbox_order_number as bigint',
      `create table sandbox_booking (
        idempotency_key uuid primary key,
        receipt_number text not null unique,
        booked_at timestamptz not null
      )`,
      // The same debt cannot be paid twice, whoever pays.
      `create table sandbox_paid_bill (
        bill_lookup bytea primary key,
        idempotency_key uuid not null references sandbox_booking
      )`,
      `create table sandbox_order (
        order_key uuid primary key,
        order_number text not null unique,
        amount bigint not null check (amount > 0),
        expires_at timestamptz not null,
        state text not null check (state in ('created', 'paid', 'cancelled', 'refunded'))
      )`,
    ],
  },
  {
    version: 3,
    statements: [
      // Content and cases as they were proposed. In force from effective_at on, until a later version is.
      `create table review_rule_set (
        sha256 text primary key,
        table_id text not null,
        version integer not null check (version >= 1),
        content text not null,
        cases text not null,
        proposed_by text not null,
        proposed_at timestamptz not null,
        effective_at timestamptz,
        unique (table_id, version)
      )`,
      `create table review_test_run (
        id uuid primary key,
        sha256 text not null references review_rule_set,
        cases integer not null check (cases >= 0),
        failures jsonb not null,
        run_by text not null,
        ran_at timestamptz not null
      )`,
      `create table review_approval (
        sha256 text not null references review_rule_set,
        operator text not null,
        -- Given by the sandbox to itself; worth nothing elsewhere.
        specimen boolean not null,
        approved_at timestamptz not null,
        primary key (sha256, operator)
      )`,
      `create table review_case (
        id uuid primary key,
        terminal_id uuid not null,
        transaction_id uuid not null,
        item_code text not null,
        table_id text not null,
        -- Null: no table was in force.
        rule_set text references review_rule_set,
        row text,
        machine_kind text not null
          check (machine_kind in ('approve', 'correct', 'acceptWithPromise', 'refuse', 'toPerson')),
        -- What holds: the decision of a person once there is one.
        kind text not null check (kind in ('approve', 'correct', 'acceptWithPromise', 'refuse', 'toPerson')),
        after_check text check (after_check in ('due', 'right', 'wrong')),
        reviewed_at timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        record_sealed bytea not null,
        decision_sealed bytea,
        check ((decided_by is null) = (decision_sealed is null)),
        check (decided_by is null or machine_kind = 'toPerson'),
        check (decided_by is not null or kind = machine_kind)
      )`,
      "create index review_case_waiting on review_case (reviewed_at) where kind = 'toPerson' or after_check = 'due'",
      'create index review_case_by_time on review_case (reviewed_at)',
      `create table review_recall (
        case_id uuid primary key references review_case,
        opened_by text not null,
        opened_at timestamptz not null,
        steps jsonb not null default '[]',
        closed_at timestamptz
      )`,
      // What was done, in order; each entry holds the hash of the one before.
      `create table review_entry (
        sequence integer primary key check (sequence >= 1),
        at timestamptz not null,
        kind text not null,
        body jsonb not null,
        previous_hash text not null unique,
        hash text not null unique
      )`,
    ],
  },
  {
    version: 4,
    statements: [
      // The one password of before is the administrator's.
      `create table operator (
        name text primary key check (name ~ '^[a-z][a-z0-9.-]{1,30}$'),
        role text not null check (role in ('administrator', 'operator')),
        salt bytea not null,
        password_hash bytea not null,
        -- Known to whoever made the account: good for one sign-in, to choose another.
        must_change boolean not null
      )`,
      `insert into operator (name, role, salt, password_hash, must_change)
        select 'admin', 'administrator', salt, password_hash, false from operator_password`,
      'drop table operator_password',
      'delete from operator_session',
      'alter table operator_session add column operator text not null references operator',
      "create index review_entry_of_case on review_entry ((body->>'reviewId'))",
    ],
  },
  {
    version: 5,
    statements: [
      // By what the person was made sure of. What the terminal attests has no code.
      `alter table verification
        add column method text not null default 'sms' check (method in ('sms', 'staff', 'face')),
        alter column code_hash drop not null,
        add check ((method = 'sms') = (code_hash is not null))`,
    ],
  },
  {
    version: 6,
    statements: [
      // The document alone, for items that ask for no second factor.
      'alter table verification drop constraint verification_method_check',
      `alter table verification add constraint verification_method_check
        check (method in ('sms', 'staff', 'face', 'document'))`,
      // Null: as often as anybody likes.
      'alter table sandbox_certificate add column print_limit integer check (print_limit > 0)',
      'update sandbox_certificate set print_limit = 3',
      `create table sandbox_submission (
        idempotency_key uuid primary key,
        terminal_id uuid not null,
        request_lookup bytea,
        item_code text,
        -- The person or the company whose matter it is; null where nobody had to say who they are.
        subject_lookup bytea,
        number text unique,
        outcome_kind text,
        -- Null: it was asked what became of this key, and the answer was: nothing.
        sealed bytea,
        submitted_at timestamptz not null,
        check ((sealed is null) = (item_code is null)),
        check ((sealed is null) = (request_lookup is null)),
        check ((sealed is null) = (outcome_kind is null))
      )`,
      'create index sandbox_submission_by_subject on sandbox_submission (subject_lookup, submitted_at)',
      'create sequence sandbox_submission_number',
    ],
  },
  {
    version: 7,
    statements: [
      // The PIN as a keyed digest. No row: the one with which cards are issued.
      `create table sandbox_card_pin (
        card_lookup bytea primary key,
        pin_lookup bytea not null,
        tries_left integer not null check (tries_left between 0 and 6),
        changed_at timestamptz not null
      )`,
      // One key sets one PIN.
      `create table sandbox_pin_set (
        idempotency_key uuid primary key,
        terminal_id uuid not null,
        request_lookup bytea not null,
        set_at timestamptz not null
      )`,
    ],
  },
  {
    version: 8,
    statements: [
      // As each terminal reported it; balanced with the payments whenever somebody looks.
      `create table cash_day (
        terminal_id uuid not null references terminal,
        -- Of the report, which puts it into order with everything else that the terminal told.
        sequence integer not null,
        day date not null,
        body jsonb not null,
        primary key (terminal_id, sequence)
      )`,
      'create index cash_day_by_day on cash_day (day)',
      `create table cash_day_payment (
        terminal_id uuid not null,
        sequence integer not null,
        transaction_id uuid not null,
        -- Null: under way at the end of the day, and of a later one.
        amount bigint,
        primary key (terminal_id, sequence, transaction_id),
        foreign key (terminal_id, sequence) references cash_day
      )`,
      'create index cash_day_payment_by_transaction on cash_day_payment (terminal_id, transaction_id)',
      "create index report_of_cash on report (kind, terminal_id, sequence) where kind like 'cash%'",
      'create index payment_by_transaction on payment (terminal_id, transaction_id)',
      'create index payment_by_time on payment (updated_at)',
    ],
  },
  {
    version: 9,
    statements: [
      // One paper of one matter, while it is taken down and after it was handed in. Whoever holds the link gives pages
      // and sees none.
      `create table material_paper (
        id uuid primary key,
        terminal_id uuid not null,
        transaction_id uuid not null,
        item_code text not null,
        material_id text not null,
        -- The name of the paper, as the page of the phone says it; not of a person.
        material_name jsonb not null,
        subject_lookup bytea not null,
        by text not null check (by in ('phone', 'scan')),
        link_hash bytea unique,
        -- The one phone that gives it.
        phone_hash bytea,
        state text not null check (state in ('open', 'given', 'over')),
        begun_at timestamptz not null,
        link_ends_at timestamptz not null,
        -- Of the matter that it was handed in with.
        used_at timestamptz,
        check ((by = 'phone') = (link_hash is not null))
      )`,
      'create index material_paper_of_transaction on material_paper (transaction_id)',
      `create table material_page (
        paper_id uuid not null references material_paper on delete cascade,
        page integer not null check (page >= 0),
        kind text not null check (kind in ('jpeg', 'png', 'pdf')),
        -- Null: a PDF does not say it in clear.
        sheets integer check (sheets >= 1),
        bytes integer not null check (bytes > 0),
        content_sealed bytea not null,
        primary key (paper_id, page)
      )`,
      // What was handed in with a matter: of an e-licence a keyed digest of its number and not what it says.
      `create table submitted_paper (
        submission_key uuid not null,
        material_id text not null,
        kind text not null check (kind in ('eLicence', 'upload')),
        issuer text,
        number_digest bytea,
        paper_id uuid,
        given_at timestamptz not null,
        primary key (submission_key, material_id),
        check ((kind = 'eLicence') = (number_digest is not null)),
        check ((kind = 'eLicence') = (issuer is not null)),
        check ((kind = 'upload') = (paper_id is not null))
      )`,
    ],
  },
  {
    version: 10,
    statements: [
      // A paper that follows a matter. The person goes when it came or lapsed; what lapsed and its consequence stay.
      `create table promised_paper (
        submission_key uuid not null,
        -- Of the material.
        code text not null,
        number text not null,
        item_code text not null,
        company_code text,
        material_name jsonb not null,
        consequence jsonb not null,
        -- The last day, by the clock of Asia/Shanghai: YYYY-MM-DD.
        due_on text not null,
        person_sealed bytea,
        state text not null check (state in ('open', 'brought', 'lapsed')),
        promised_at timestamptz not null,
        reminded_at timestamptz,
        ended_at timestamptz,
        primary key (submission_key, code),
        check ((state = 'open') = (person_sealed is not null)),
        check ((state = 'open') = (ended_at is null))
      )`,
      "create index promised_paper_open on promised_paper (due_on) where state = 'open'",
    ],
  },
  {
    version: 11,
    statements: [
      // What staff see of a promise: when the business system last said that the paper has not come, whether somebody
      // took it at a counter, and why a reminder did not go out.
      `alter table promised_paper
        add column asked_at timestamptz,
        add column counter_at timestamptz,
        add column reminder_failures integer not null default 0,
        add column reminder_failed_at timestamptz,
        add column reminder_failure text check (reminder_failure in ('noPhone', 'unavailable')),
        add check ((reminder_failed_at is null) = (reminder_failure is null))`,
      // As the citizen saw it on the screen; sealed all the same, and erased with the pages.
      'alter table submitted_paper add column number_masked_sealed bytea',
      'create index promised_paper_ended on promised_paper (ended_at) where ended_at is not null',
    ],
  },
  {
    version: 12,
    statements: [
      // A key that was asked about before its request came is void: a row with neither.
      `alter table sandbox_pin_set
        alter column request_lookup drop not null,
        alter column set_at drop not null,
        add check ((request_lookup is null) = (set_at is null))`,
    ],
  },
  {
    version: 13,
    statements: [
      // A matter on its way to its business system. Gone when it is known what became of it.
      `create table filing (
        submission_key uuid primary key,
        terminal_id uuid not null,
        transaction_id uuid not null,
        sealed bytea not null,
        begun_at timestamptz not null
      )`,
      'create index filing_of_transaction on filing (transaction_id)',
    ],
  },
  {
    version: 14,
    statements: [
      // For whom the holder of a token acts, in one item; no principal: asked and refused, or released. Gone with the token.
      `create table principal_grant (
        verification_id uuid primary key references verification on delete cascade,
        asked integer not null check (asked >= 1),
        item_code text not null,
        relation text not null check (relation in ('spouse', 'parent', 'child', 'other')),
        basis text check (basis in ('registered', 'authorised')),
        principal_sealed bytea,
        asked_at timestamptz not null,
        check ((basis is null) = (principal_sealed is null))
      )`,
    ],
  },
  {
    version: 15,
    statements: [
      // Not null: taken down under this number, and a person decides. The row stays until that is passed on.
      'alter table filing add column number text',
      // Failures are of whichever message was due. By a clerk: nobody saw the promise on a screen, so a notice goes out.
      'alter table promised_paper rename column reminder_failures to message_failures',
      'alter table promised_paper rename column reminder_failed_at to message_failed_at',
      'alter table promised_paper rename column reminder_failure to message_failure',
      `alter table promised_paper
        add column by_clerk boolean not null default false,
        add column notified_at timestamptz,
        -- The message is not tried any more: somebody has to ring them up.
        add column given_up_at timestamptz`,
    ],
  },
  {
    version: 16,
    statements: [
      // Where a paper lies that staff laid into a cabinet, as its terminal reported last; by the number of its matter.
      `create table locker_paper (
        matter text primary key,
        terminal_id uuid not null references terminal,
        compartment integer not null check (compartment >= 1),
        state text not null check (state in ('inside', 'unclear', 'collected', 'removed')),
        at timestamptz not null
      )`,
    ],
  },
  {
    version: 17,
    statements: [
      // When a paper was laid in, for how long it is kept, and what its business system calls it.
      'alter table locker_paper add column since timestamptz, add column item_name jsonb',
      'update locker_paper set since = at',
      'alter table locker_paper alter column since set not null',
      // What somebody has to know and saw on no screen. The person goes when they know.
      `create table notice (
        id text primary key,
        kind text not null check (kind in ('decision', 'readyPaper', 'uncollectedPaper')),
        number text not null,
        text text not null,
        person_sealed bytea,
        owed_at timestamptz not null,
        sent_at timestamptz,
        failures integer not null default 0,
        failed_at timestamptz,
        failure text check (failure in ('noPhone', 'unavailable', 'nobodyNamed')),
        given_up_at timestamptz,
        told_at timestamptz,
        told_by text,
        check ((failed_at is null) = (failure is null)),
        check ((told_at is null) = (told_by is null)),
        check (sent_at is null or told_at is null),
        check ((sent_at is null and told_at is null) or person_sealed is null)
      )`,
      'create index notice_open on notice (owed_at) where sent_at is null and told_at is null',
    ],
  },
  {
    version: 18,
    statements: [
      // A guardian acts for a ward.
      'alter table principal_grant drop constraint principal_grant_relation_check',
      `alter table principal_grant add constraint principal_grant_relation_check
        check (relation in ('spouse', 'parent', 'child', 'ward', 'other'))`,
    ],
  },
];
