import { useCatalogue } from './catalogue.ts';

type Props = {
  label: string;
  openNow: string;
  all: string;
  isOpenNow: boolean;
  domain: string | null;
  onOpenNow: (is: boolean) => void;
  onDomain: (code: string | null) => void;
};

/** The filters of lists and maps: open now, and one of the seven domains. */
export function FunctionChips({ label, openNow, all, isOpenNow, domain, onOpenNow, onDomain }: Props) {
  const { domains, domainName } = useCatalogue();
  return (
    <div className="chips" role="group" aria-label={label}>
      <button type="button" className="chip" aria-pressed={isOpenNow} onClick={() => onOpenNow(!isOpenNow)}>
        {openNow}
      </button>
      {[{ code: null, name: all, nameEn: all }, ...domains].map((group) => (
        <button type="button" key={group.code} className="chip" aria-pressed={domain === group.code} onClick={() => onDomain(group.code)}>
          {domainName(group)}
        </button>
      ))}
    </div>
  );
}
