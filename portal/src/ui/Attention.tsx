import { type ReactNode, useEffect, useRef } from 'react'

/** Takes the focus, and so the view, as soon as it is there: for what stands above a long form. */
export function Attention({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  // A dialog that closes now gives the focus back first.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <div ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      {children}
    </div>
  )
}
