import { useEffect, useRef, useState, type ReactNode } from "react";

/** Shows its content when its place comes near the screen, or is printed; keeps the height meanwhile, so that nothing jumps. */
export function Near({
  height,
  className,
  children,
}: {
  height: number;
  className?: string;
  children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current || near) return;
    const show = (): void => setNear(true);
    const watch = new IntersectionObserver((entries) => entries[0]?.isIntersecting && show(), {
      rootMargin: "300px",
    });
    watch.observe(place.current);
    window.addEventListener("beforeprint", show);
    return () => {
      watch.disconnect();
      window.removeEventListener("beforeprint", show);
    };
  }, [near]);
  return (
    <div ref={place} className={className} style={{ minHeight: near ? undefined : height }}>
      {near && children}
    </div>
  );
}
