/** One incident, or all that was missed, as plain text to hand to somebody else. Pure. */
import { duration } from '../../../preload/contract/durations.ts';
import type { Incident, MissedAnswer } from '../../../preload/contract/incidents.ts';
import { lossTotals } from '../../../preload/contract/losses.ts';
import { causeAndCure, kindLooks, stepsOf, whereText } from './incident-words.ts';

export function incidentReport(incident: Incident): string {
  const lines = [
    `${incident.feedName}, ${whereText(incident)}: ${kindLooks[incident.kind].word}`,
    `${minute(incident.startMs)}${lasted(incident)}`,
    causeAndCure(incident),
    lossText(incident),
    ...stepsOf(incident).map(({ atMs, text }) => `  ${new Date(atMs).toISOString().slice(11, 23)} ${text}`),
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** The answer and a line per incident, oldest first. */
export function answerSummary(answer: MissedAnswer): string {
  const lines = [
    `What was missed from ${minute(answer.fromMs)} to ${minute(answer.toMs)} UTC`,
    answer.headline,
    answer.detail,
    '',
    ...answer.incidents
      .toReversed()
      .map((incident) =>
        [
          minute(incident.startMs),
          `${incident.feedName}, ${whereText(incident)}`,
          `${kindLooks[incident.kind].word}${lasted(incident)}`,
          lossText(incident),
        ]
          .filter((part) => part !== '')
          .join('  '),
      ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function lasted({ startMs, endMs }: Incident): string {
  return endMs === null ? ', not over yet' : `, lasted ${duration(endMs - startMs)}`;
}

function lossText({ losses }: Incident): string {
  const { missed, refilled, lost } = lossTotals(losses);
  if (missed === 0) return '';
  if (missed === null) return `nobody can tell how much was missed, ${refilled} refilled`;
  return `${missed} missed, ${refilled} refilled, ${lost ?? '?'} lost`;
}

function minute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
