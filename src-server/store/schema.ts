import type { ColumnType, Generated } from 'kysely';
import type { CashDay } from '../../src-shared/contract/cash-day.ts';
import type { PrincipalBasis, Relation } from '../../src-shared/service/principal.ts';
import type { Text } from '../../src-shared/text.ts';

/** The tables of migrations.ts as Kysely sees them. JSON goes in as text and comes out as values. */
type Json<T> = ColumnType<T, string, string>;
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;

interface TerminalTable {
  id: string;
  number: string;
  serial_number: string;
  public_key: string;
  enrolled_at: Date;
  last_sequence: Generated<number>;
  heartbeat_at: Date | null;
  heartbeat: ColumnType<Record<string, unknown> | null, string | null, string>;
}

export interface LockerPaperTable {
  /** Its number. */
  matter: string;
  terminal_id: string;
  compartment: number;
  state: 'inside' | 'unclear' | 'collected' | 'removed';
  at: Date;
  /** Laid in; it stays when the terminal tells of it again. */
  since: Date;
  /** As its business system named it; null while that was not asked. */
  item_name: Json<Text> | null;
}

/** A message that is owed to somebody: sent, told by a person, or open. */
export interface NoticeTable {
  id: string;
  kind: 'decision' | 'readyPaper' | 'uncollectedPaper';
  number: string;
  text: string;
  /** Gone when they know. */
  person_sealed: Buffer | null;
  owed_at: Date;
  sent_at: Date | null;
  failures: Generated<number>;
  failed_at: Date | null;
  failure: 'noPhone' | 'unavailable' | 'nobodyNamed' | null;
  given_up_at: Date | null;
  told_at: Date | null;
  told_by: string | null;
}

interface ReportTable {
  terminal_id: string;
  sequence: number;
  id: string;
  at: Date;
  kind: string;
  body: Json<Record<string, unknown>>;
  content_hash: Buffer;
  transaction_id: string | null;
  received_at: Date;
}

export interface StepRow {
  readonly step: string;
  readonly at: string;
}

export interface PrintRow {
  readonly step: string;
  readonly device: string;
  readonly outcome: string;
  readonly at: string;
}

interface TransactionTable {
  terminal_id: string;
  id: string;
  trace: string | null;
  item_code: string | null;
  item_name: string | null;
  started_at: Date | null;
  ended_at: Date | null;
  steps: JsonWithDefault<StepRow[]>;
  result: string | null;
  reason: string | null;
  certificate_number: string | null;
  prints: JsonWithDefault<PrintRow[]>;
  rating: string | null;
  open_job: string | null;
  updated_at: Date;
}

interface VerificationTable {
  id: string;
  terminal_id: string;
  transaction_id: string;
  person_lookup: Buffer;
  person_sealed: Buffer | null;
  /** Null where the terminal attests it. */
  code_hash: Buffer | null;
  method: Generated<'sms' | 'staff' | 'face' | 'document'>;
  state: 'sent' | 'passed' | 'over';
  attempts_left: number;
  sent_at: Date;
  expires_at: Date;
  token_hash: Buffer | null;
}

interface PrincipalGrantTable {
  verification_id: string;
  asked: number;
  item_code: string;
  relation: Relation;
  basis: PrincipalBasis | null;
  principal_sealed: Buffer | null;
  asked_at: Date;
}

interface CertificateTable {
  idempotency_key: string;
  terminal_id: string;
  request_lookup: Buffer;
  certificate_number: string;
  code_lookup: Buffer;
  code_sealed: Buffer;
  person_lookup: Buffer;
  holder_sealed: Buffer;
  month: string;
  ordinal: number;
  print_limit: number | null;
  pages: number;
  pdf_sealed: Buffer;
  issued_at: Date;
  state: 'issued' | 'void';
  void_reason: 'spoiled' | 'notPrinted' | null;
  voided_at: Date | null;
}

interface SubmissionTable {
  idempotency_key: string;
  terminal_id: string;
  /** The rest is null where the key is void. */
  request_lookup: Buffer | null;
  item_code: string | null;
  subject_lookup: Buffer | null;
  number: string | null;
  outcome_kind: string | null;
  sealed: Buffer | null;
  submitted_at: Date;
}

interface CardPinTable {
  card_lookup: Buffer;
  pin_lookup: Buffer;
  tries_left: number;
  changed_at: Date;
}

interface PinSetTable {
  idempotency_key: string;
  terminal_id: string;
  /** Both null: void. */
  request_lookup: Buffer | null;
  set_at: Date | null;
}

interface AssessmentTable {
  id: string;
  terminal_id: string;
  transaction_id: string;
  item_code: string;
  sealed: Buffer;
  expires_at: Date;
}

/** Amounts in fen. Drivers of PostgreSQL give a bigint as text, because it could be too large for a number. */
type Fen = ColumnType<string | number, number, number>;
type OptionalFen = ColumnType<string | number | null, number | null, number | null>;

interface PaymentTable {
  idempotency_key: string;
  terminal_id: string;
  transaction_id: string | null;
  item_code: string | null;
  request_hash: Buffer | null;
  request_sealed: Buffer | null;
  amount: OptionalFen;
  cash_amount: OptionalFen;
  qr_amount: OptionalFen;
  state: 'waiting' | 'posted' | 'void';
  why_void: string | null;
  receipt_number: string | null;
  updated_at: Date;
}

interface OrderTable {
  order_key: string;
  terminal_id: string;
  amount: OptionalFen;
  order_number: string | null;
  created_at: Date;
  payment_key: string | null;
}

interface CashDayTable {
  terminal_id: string;
  sequence: number;
  /** A date without a time: PostgreSQL's drivers make a local midnight of it, so it is asked for as text. */
  day: ColumnType<Date, string, string>;
  body: Json<CashDay>;
}

interface CashDayPaymentTable {
  terminal_id: string;
  sequence: number;
  transaction_id: string;
  amount: OptionalFen;
}

interface RuleSetTable {
  sha256: string;
  table_id: string;
  version: number;
  content: string;
  cases: string;
  proposed_by: string;
  proposed_at: Date;
  effective_at: Date | null;
}

type ReviewKind = 'approve' | 'correct' | 'acceptWithPromise' | 'refuse' | 'toPerson';

interface ReviewCaseTable {
  id: string;
  terminal_id: string;
  transaction_id: string;
  item_code: string;
  table_id: string;
  rule_set: string | null;
  row: string | null;
  machine_kind: ReviewKind;
  kind: ReviewKind;
  after_check: 'due' | 'right' | 'wrong' | null;
  reviewed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  record_sealed: Buffer;
  decision_sealed: Buffer | null;
}

interface PaperTable {
  id: string;
  terminal_id: string;
  transaction_id: string;
  item_code: string;
  material_id: string;
  material_name: Json<{ zh: string; en: string }>;
  subject_lookup: Buffer;
  by: 'phone' | 'scan';
  link_hash: Buffer | null;
  phone_hash: Buffer | null;
  state: 'open' | 'given' | 'over';
  begun_at: Date;
  link_ends_at: Date;
  used_at: Date | null;
}

interface PageTable {
  paper_id: string;
  page: number;
  kind: 'jpeg' | 'png' | 'pdf';
  sheets: number | null;
  bytes: number;
  content_sealed: Buffer;
}

interface SubmittedPaperTable {
  submission_key: string;
  material_id: string;
  kind: 'eLicence' | 'upload';
  issuer: string | null;
  number_digest: Buffer | null;
  number_masked_sealed: Buffer | null;
  paper_id: string | null;
  given_at: Date;
}

interface FilingTable {
  submission_key: string;
  terminal_id: string;
  transaction_id: string;
  sealed: Buffer;
  begun_at: Date;
  /** Not null: taken down under this number, and a person decides. */
  number: string | null;
}

interface PromisedPaperTable {
  submission_key: string;
  code: string;
  number: string;
  item_code: string;
  company_code: string | null;
  material_name: Json<{ zh: string; en: string }>;
  consequence: Json<{ zh: string; en: string }>;
  due_on: string;
  person_sealed: Buffer | null;
  state: 'open' | 'brought' | 'lapsed';
  promised_at: Date;
  reminded_at: Date | null;
  ended_at: Date | null;
  /** When the business system last said that it has not come. */
  asked_at: Date | null;
  /** Somebody took it at a counter; the business system may not know yet. */
  counter_at: Date | null;
  /** A clerk accepted the matter on this promise: it is told by a message. */
  by_clerk: Generated<boolean>;
  notified_at: Date | null;
  message_failures: Generated<number>;
  message_failed_at: Date | null;
  message_failure: 'noPhone' | 'unavailable' | null;
  /** The message is not tried any more: a person has to tell them. */
  given_up_at: Date | null;
}

export interface RecallStepRow {
  readonly step: string;
  readonly by: string;
  readonly at: string;
}

export interface Schema {
  server_fact: { name: string; value: string };
  terminal: TerminalTable;
  enrolment_code: { code_hash: Buffer; expires_at: Date; used_by: string | null };
  client_assertion: { terminal_id: string; jti: string; expires_at: Date };
  access_token: { token_hash: Buffer; terminal_id: string; expires_at: Date };
  report: ReportTable;
  terminal_transaction: TransactionTable;
  verification: VerificationTable;
  principal_grant: PrincipalGrantTable;
  operator: {
    name: string;
    role: 'administrator' | 'operator';
    salt: Buffer;
    password_hash: Buffer;
    must_change: boolean;
  };
  operator_session: { token_hash: Buffer; operator: string; expires_at: Date };
  sandbox_print_count: { person_lookup: Buffer; month: string; printed: number };
  sandbox_card_pin: CardPinTable;
  sandbox_pin_set: PinSetTable;
  sandbox_certificate: CertificateTable;
  sandbox_submission: SubmissionTable;
  material_paper: PaperTable;
  material_page: PageTable;
  submitted_paper: SubmittedPaperTable;
  promised_paper: PromisedPaperTable;
  filing: FilingTable;
  payment_assessment: AssessmentTable;
  payment: PaymentTable;
  payment_order: OrderTable;
  sandbox_booking: { idempotency_key: string; receipt_number: string; booked_at: Date };
  sandbox_paid_bill: { bill_lookup: Buffer; idempotency_key: string };
  sandbox_order: {
    order_key: string;
    order_number: string;
    amount: Fen;
    expires_at: Date;
    state: 'created' | 'paid' | 'cancelled' | 'refunded';
  };
  locker_paper: LockerPaperTable;
  notice: NoticeTable;
  cash_day: CashDayTable;
  cash_day_payment: CashDayPaymentTable;
  review_rule_set: RuleSetTable;
  review_test_run: {
    id: string;
    sha256: string;
    cases: number;
    failures: Json<string[]>;
    run_by: string;
    ran_at: Date;
  };
  review_approval: { sha256: string; operator: string; specimen: boolean; approved_at: Date };
  review_case: ReviewCaseTable;
  review_recall: {
    case_id: string;
    opened_by: string;
    opened_at: Date;
    steps: JsonWithDefault<RecallStepRow[]>;
    closed_at: Date | null;
  };
  review_entry: {
    sequence: number;
    at: Date;
    kind: string;
    body: Json<Record<string, unknown>>;
    previous_hash: string;
    hash: string;
  };
}
