/** Main's answer for a stretch of time, asked again as time goes on and incidents change. */
import { useEffect, useState } from 'react';
import type { MissedAnswer } from '../../../preload/contract/incidents.ts';
import { bridge } from '../../bridge.ts';
import type { Stretch } from './span.ts';

export type Answer =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answer'; readonly answer: MissedAnswer }
  | { readonly kind: 'failed'; readonly message: string };

/** Many incidents change at once when a feed is lost; one question is enough. */
const restMs = 120;

export function useAnswer({ fromMs, toMs }: Stretch): Answer {
  const [answer, setAnswer] = useState<Answer>({ kind: 'waiting' });
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const result = await bridge.request('incidents.ask', { fromMs: Math.max(0, fromMs), toMs });
      if (!current) return;
      setAnswer(
        result.ok
          ? { kind: 'answer', answer: result.value }
          : { kind: 'failed', message: result.error.message },
      );
    }, restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [fromMs, toMs]);
  return answer;
}
