import { useQuery } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import { yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import type { services } from '../contract.ts';

const calls = api<typeof services>('services');
const words = {
  zh: {
    free: '免费',
    per: (price: string, unit: string) => `${price} / ${unit}`,
    who: '谁可以用',
    promise: '承诺',
    steps: '怎么办理',
    none: '还没有登记服务项目。',
    lowFee: '低偿',
    market: '市场价',
  },
  en: {
    free: 'Free',
    per: (price: string, _unit: string) => price,
    who: 'For',
    promise: 'Promise',
    steps: 'How it works',
    none: 'No services are listed yet.',
    lowFee: 'low fee',
    market: 'market price',
  },
};

/** What a place offers: price, for whom, promise and steps. */
export function ServiceList({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const list = useQuery({ queryKey: ['services', placeId], queryFn: () => calls.listServices({ placeId }) });
  return (
    <Answer of={list}>
      {(services) =>
        services.length === 0 ? (
          <p className="soft">{w.none}</p>
        ) : (
          <ul className="plain">
            {services.map((service) => (
              <li key={service.id} style={{ borderBottom: '1px solid var(--line)', padding: '0.5rem 0' }}>
                <details>
                  <summary>
                    <strong>{language === 'zh' ? service.name : service.nameEn}</strong>{' '}
                    <span className="badge">
                      {service.priceFen === null
                        ? w.free
                        : `${w.per(yuan(service.priceFen, language), service.priceUnit ?? '')} · ${service.priceClass === 'free' ? w.free : w[service.priceClass]}`}
                    </span>
                  </summary>
                  <p>
                    {w.who}：{language === 'zh' ? service.eligibility : service.eligibilityEn}
                  </p>
                  <p>
                    {w.promise}：{service.promise}
                  </p>
                  <ol>
                    {service.steps.map((step) => (
                      <li key={step}>{step}</li>
                    ))}
                  </ol>
                </details>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}
