import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** What is shown in place of what broke; it is told nothing of what was on the page. */
  readonly fallback: (error: unknown) => ReactNode;
  /** Another one, such as another address, is another try. */
  readonly resetKey?: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly broken?: { readonly error: unknown };
  readonly resetKey: string | undefined;
}

/** Keeps a page when a part of it breaks: the rest stays, and this part says what to do. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { broken: { error } };
  }

  static getDerivedStateFromProps(
    { resetKey }: BoundaryProps, state: BoundaryState,
  ): BoundaryState | null {
    return resetKey === state.resetKey ? null : { resetKey };
  }

  override render(): ReactNode {
    const { broken } = this.state;
    return broken ? this.props.fallback(broken.error) : this.props.children;
  }
}
