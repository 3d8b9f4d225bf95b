/** Asks main to write the incidents of a stretch as CSV. */
import { bridge } from '../../bridge.ts';
import { toast } from '../../store/toasts.ts';
import type { Stretch } from './span.ts';

export async function exportIncidents({ fromMs, toMs }: Stretch): Promise<void> {
  const result = await bridge.request('incidents.export', { fromMs: Math.max(0, fromMs), toMs });
  if (!result.ok) toast('Nothing was exported', result.error.message);
  else if (result.value.path !== null) toast('The incidents are exported', result.value.path);
}
