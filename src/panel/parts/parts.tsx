/** The small pieces of which all views are made. Data reaches them as text and only as text (X1). */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Progress } from '../../flows/ports';
import type { PanelError } from '../bridge';
import { number } from '../format';

/** Title of a view or of a stage of it. It takes the focus, so that keyboard and screen reader follow what changed. */
export function Heading({ children }: { readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    // A new view begins at its top, wherever the one before was scrolled to.
    document.documentElement.scrollTop = 0;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

interface ButtonProps {
  readonly children: ComponentChildren;
  /** The one blue button of the view: the next step. */
  readonly blue?: boolean;
  readonly disabled?: boolean;
  /** Said instead of the text, which it must begin with, where the text alone does not tell what it is for. */
  readonly label?: string;
  /** Of a button that submits: tells the form which of several it was. */
  readonly value?: string;
  /** Of a button that opens and closes something: whether that is open. */
  readonly expanded?: boolean;
  /** Without it the button submits its form. */
  readonly onClick?: (event: MouseEvent) => void;
}

export function Button(props: ButtonProps) {
  const { children, blue = false, disabled = false, label, value, expanded, onClick } = props;
  return (
    <button
      type={onClick ? 'button' : 'submit'}
      class={blue ? 'action' : ''}
      disabled={disabled}
      {...(label !== undefined && { 'aria-label': label })}
      {...(value !== undefined && { value })}
      {...(expanded !== undefined && { 'aria-expanded': expanded })}
      {...(onClick && { onClick })}
    >
      {children}
    </button>
  );
}

export function Buttons({ children }: { readonly children: ComponentChildren }) {
  return <div class="buttons block">{children}</div>;
}

/** A form that is handled here and never sent anywhere. */
export function Form(props: {
  readonly children: ComponentChildren;
  /** @param pressed value of the button; '' if it has none */
  readonly onSubmit: (form: HTMLFormElement, pressed: string) => void;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
        props.onSubmit(event.currentTarget, pressed);
      }}
    >
      {props.children}
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  /** Draws the control with these attributes, which tie label, help and error to it. */
  readonly control: (attributes: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: boolean;
  }) => ComponentChildren;
}

/** A labelled control with its help and what is wrong with it. */
export function Field({ label, help, error, control }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div class="form-group block">
      <label for={id}>{label}</label>
      {control({
        id,
        ...(note && { 'aria-describedby': `${id}-note` }),
        ...(error && { 'aria-invalid': true }),
      })}
      {note && (
        <div id={`${id}-note`} class={error ? 'error' : 'gray'}>
          {note}
        </div>
      )}
    </div>
  );
}

interface TickProps {
  readonly children: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Tick({ children, checked, onChange }: TickProps) {
  return (
    <label class="tick">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

interface ErrorBoxProps {
  readonly error: Pick<PanelError, 'title' | 'message'> | null;
}

/** What was refused or failed: title, and what to do next. */
export function ErrorBox({ error }: ErrorBoxProps) {
  return (
    <div role="alert">
      {error && (
        <div class="box bad">
          <strong>{error.title}</strong>
          <p>{error.message}</p>
        </div>
      )}
    </div>
  );
}

interface NoteProps {
  readonly title?: string;
  /** Something that needs a look before going on. */
  readonly bad?: boolean;
  readonly children: ComponentChildren;
}

export function Note({ title, bad = false, children }: NoteProps) {
  return (
    <div class={bad ? 'box bad' : 'box'}>
      {title && <strong>{title}</strong>}
      <div>{children}</div>
    </div>
  );
}

/** Says aloud what changes in it. */
export function Live({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div role="status" aria-live="polite">
      {children}
    </div>
  );
}

/** Said aloud and not shown: who sees the screen sees it otherwise. */
export function Aloud({ children }: { readonly children: string }) {
  return (
    <div class="aloud" role="status" aria-live="polite">
      {children}
    </div>
  );
}

/** Done and total; the total is 0 while it is not known. */
export function ProgressBar({ progress }: { readonly progress: Progress | null }) {
  const doing = progress?.doing ?? 'Starting';
  const known = progress !== null && progress.total > 0;
  return (
    <div class="block">
      <progress
        aria-label={doing}
        {...(known && { max: progress.total, value: Math.min(progress.done, progress.total) })}
      />
      <Live>
        {doing}
        {progress && (known ? `: ${number(progress.done)} of ${number(progress.total)}` : '…')}
      </Live>
    </div>
  );
}

/** A value from the sheet or from Everflow. Its writing direction stays its own. */
export function Data({ children }: { readonly children: string }) {
  return <bdi class="data">{children}</bdi>;
}
