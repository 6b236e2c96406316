import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import { codesBelow } from '../areas/index.ts';

export async function listServicesQuery({ db, district, now }: Reading, input: { placeId?: string; function?: string; within?: string }) {
  const day = dayHere(now);
  const rows = await db
    .selectFrom('services.service as service')
    .innerJoin('places.place as place', (join) => join.onRef('place.district', '=', 'service.district').onRef('place.id', '=', 'service.placeId'))
    .select([
      'service.id',
      'placeId',
      'place.name as placeName',
      'functionCode',
      'service.name',
      'service.nameEn',
      'provider',
      'priceClass',
      'priceFen',
      'priceUnit',
    ])
    .select(['eligibility', 'eligibilityEn', 'steps', 'promise', 'version'])
    .where('service.district', '=', district)
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .where('place.closedOn', 'is', null)
    .$if(input.placeId !== undefined, (q) => q.where('placeId', '=', input.placeId!))
    .$if(input.function !== undefined, (q) => q.where('functionCode', '=', input.function!))
    .$if(input.within !== undefined, (q) => q.where('place.areaCode', 'in', codesBelow(input.within!)))
    .orderBy('place.name')
    .orderBy('service.name')
    .limit(1000)
    .execute();
  return rows.map((row) => ({ ...row, priceClass: row.priceClass as 'free' }));
}
