import { clockTime, dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { TransactionDetail, TransactionRow } from './model.ts';
import { ResultTag } from './result-tag.tsx';
import { useDetail } from './server.ts';

interface DetailProps {
  readonly transaction: TransactionRow;
  readonly revision: string;
  readonly onClose: () => void;
}

/** One transaction: what the centre was told, report by report. */
export function Detail({ transaction, revision, onClose }: DetailProps) {
  const { say, name } = useSpeech();
  const detail = useDetail(transaction.terminalId, transaction.id, revision);
  const facts: [string, string | null][] = [
    [say('item'), transaction.itemName],
    [say('terminal'), transaction.terminalNumber],
    [say('certificate'), transaction.certificateNumber],
    [say('rating'), transaction.rating === null ? null : name(transaction.rating)],
    [say('started'), transaction.startedAt === null ? null : dayAndTime(transaction.startedAt)],
    [say('reason'), transaction.reason],
  ];
  return (
    <aside aria-label={transaction.trace ?? transaction.id}>
      <header>
        <h2>{transaction.trace ?? transaction.id}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          {say('close')}
        </button>
      </header>
      <p>
        <ResultTag transaction={transaction} />
      </p>
      <dl>
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value ?? '—'}</dd>
          </div>
        ))}
      </dl>
      <h3>{say('reports')}</h3>
      <ol>
        {detail?.reports.map((report) => (
          <ReportLine key={report.sequence} report={report} />
        ))}
      </ol>
    </aside>
  );
}

function ReportLine({ report }: { readonly report: TransactionDetail['reports'][number] }) {
  const { say, name } = useSpeech();
  const { transactionId: _, ...told } = report.body;
  return (
    <li value={report.sequence}>
      <p>
        <strong>{name(report.kind)}</strong>
        <time dateTime={report.at}>{clockTime(report.at)}</time>
        <small>
          {say('receivedAt')} {clockTime(report.receivedAt)}
        </small>
      </p>
      <dl>
        {Object.entries(told).map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>{typeof value === 'string' ? name(value) : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
