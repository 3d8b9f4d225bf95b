/** The answer: one sentence, what follows from it, and the figures. */
import type { MissedAnswer } from '../../../preload/contract/incidents.ts';
import { formatAge } from '../../format/age.ts';
import { plainFigure } from '../../format/decimal.ts';
import type { Answer } from './use-answer.ts';

export function AnswerBanner({ answer }: { readonly answer: Answer }) {
  if (answer.kind !== 'answer') {
    return (
      <div className="miss">
        <div className="ms1">
          <b role="status">
            {answer.kind === 'waiting' ? 'Looking through the incidents' : 'There is no answer'}
          </b>
          <p>{answer.kind === 'waiting' ? 'This takes less than a second.' : answer.message}</p>
        </div>
      </div>
    );
  }
  const { headline, detail, missed, refilled, lost, executionsMissed, withoutTrustMs } = answer.answer;
  return (
    <div className="miss">
      <div className="ms1">
        <b role="status">{headline}</b>
        <p>{detail}</p>
      </div>
      <dl>
        <Figure label="Missed" value={missed} />
        <Figure label="Refilled" value={refilled} />
        <Figure label="Lost" value={lost} hot={lost !== 0} />
        <Figure label="Executions missed" value={executionsMissed} hot={executionsMissed !== 0} />
        <div>
          <dt>Time without trust</dt>
          <dd>{withoutTrustMs === 0 ? '0' : formatAge(withoutTrustMs)}</dd>
        </div>
      </dl>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: MissedAnswer['missed'];
  readonly hot?: boolean;
}

function Figure({ label, value, hot = false }: FigureProps) {
  return (
    <div className={hot ? 'hot' : undefined}>
      <dt>{label}</dt>
      <dd title={value === null ? 'Nobody can tell' : undefined}>
        {value === null ? '?' : plainFigure(String(value))}
      </dd>
    </div>
  );
}
