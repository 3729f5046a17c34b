import { useEffect, useRef, type ReactNode } from 'react';
import './page.css';

interface PageProps {
  /** Heading, and the title of the document. */
  readonly title: string;
  /** Title of the document where it must tell less than the heading does. */
  readonly documentTitle?: string;
  /** What stands beside the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** Whether a page was shown before this one: the first leaves the focus where the browser puts it. */
let shownBefore = false;

/** One screen: sets the document's title, and moves the focus to its heading when it is reached. */
export function Page({ title, documentTitle, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = documentTitle ?? title;
  }, [title, documentTitle]);
  useEffect(() => {
    if (shownBefore) heading.current?.focus();
    else shownBefore = true;
  }, []);
  return (
    <div className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  );
}
