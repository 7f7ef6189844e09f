/** How a snapshot is given to others (A5). */
import { sharingAdvice } from '../../core/audit/sharing';

interface Props {
  readonly name: string;
  readonly masked: boolean;
  readonly partnerIds: readonly number[];
}

export function Sharing({ name, masked, partnerIds }: Props) {
  const { ways, warnings } = sharingAdvice(name, { masked, partnerIds });
  return (
    <details class="block">
      <summary>How to share it</summary>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {ways.map(({ way, title, steps, note }) => (
        <section key={way}>
          <h2>{title}</h2>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p class="gray">{note}</p>
        </section>
      ))}
    </details>
  );
}
