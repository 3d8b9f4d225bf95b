/** The height of an element, followed. */
import { type RefObject, useLayoutEffect, useState } from 'react';

export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new ResizeObserver(() => setHeight(target.clientHeight));
    observer.observe(target);
    setHeight(target.clientHeight);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
