/** One look for every icon: Lucide, sized and stroked by the class `i`. */
import type { LucideIcon } from 'lucide-react';

export function Icon({ of: Shape, className }: { readonly of: LucideIcon; readonly className?: string }) {
  return <Shape className={className === undefined ? 'i' : `i ${className}`} aria-hidden="true" />;
}
