import { refusal } from '../../platform/endpoint.ts';

export const noSuchOffering = refusal(404, 'bookings/no-such-offering', { zh: '没有这个预约项目', en: 'There is no such offering' });
export const noSuchResource = refusal(404, 'bookings/no-such-resource', { zh: '没有这个场地或设备', en: 'There is no such resource' });
export const noSuchSession = refusal(404, 'bookings/no-such-session', { zh: '没有这一场', en: 'There is no such session' });
export const noSuchBooking = refusal(404, 'bookings/no-such-booking', { zh: '没有这个预约', en: 'There is no such booking' });
export const changedMeanwhile = refusal(409, 'bookings/changed-meanwhile', {
  zh: '别人刚刚改过，请刷新后再试',
  en: 'Somebody has just changed this; reload and try again',
});
export const resourceNameTaken = refusal(
  409,
  'bookings/resource-name-taken',
  { zh: '这里已有同名的场地或设备', en: 'There is a resource of this name here' },
  'resource_name',
);
export const offeringNameTaken = refusal(
  409,
  'bookings/offering-name-taken',
  { zh: '这里已有同名的预约项目', en: 'There is an offering of this name here' },
  'offering_name',
);
export const wrongResource = refusal(422, 'bookings/wrong-resource', {
  zh: '这个场地不在这里，或不属于这个项目',
  en: 'The resource is not of this place or not of this offering',
});
export const wrongFunction = refusal(422, 'bookings/wrong-function', { zh: '功能清单里没有这项功能', en: 'There is no such function in the catalogue' });
export const wrongRules = refusal(422, 'bookings/wrong-rules', { zh: '预约规则和项目类型不符', en: 'The rules do not fit the kind of offering' });

/** A time that cannot be had; `reason`, `from` and `pool` say why, from when, and of what there is not enough. */
export const notFree = refusal(
  409,
  'bookings/not-free',
  { zh: '这个时间约不到，请换一个时间', en: 'This time cannot be had; please choose another' },
  'claim_no_overlap',
);
export const notAllowed = refusal(422, 'bookings/not-allowed', {
  zh: '这个时间不符合预约规则，请看说明后换一个',
  en: 'This time is against the rules of the offering; see why and choose another',
});
export const limitReached = refusal(422, 'bookings/limit-reached', { zh: '您的预约已达上限', en: 'You have reached the limit of bookings' });
export const wrongPlaces = refusal(422, 'bookings/wrong-places', { zh: '人数不在允许范围内', en: 'The number of places is not within the limits' });
export const full = refusal(409, 'bookings/full', { zh: '名额已满，可以候补', en: 'There are no places left; you can wait for one' }, 'session_full');
export const bookedAlready = refusal(409, 'bookings/booked-already', { zh: '已经报过名了', en: 'There is a booking already' }, 'booking_once');
export const notOpenYet = refusal(422, 'bookings/not-open', { zh: '还没有开始报名，或已经截止', en: 'Booking has not opened yet, or has closed' });
export const tooLate = refusal(409, 'bookings/too-late', { zh: '已经开始或结束，不能再改', en: 'It has begun or is over and cannot be changed' });
export const wrongRule = refusal(422, 'bookings/wrong-recurrence', { zh: '重复规则有误', en: 'The rule of recurrence is wrong' });
export const placesTaken = refusal(409, 'bookings/places-taken', { zh: '已报名的人数比新名额多', en: 'More places are taken than that' });
export const noWaiting = refusal(422, 'bookings/no-waiting', { zh: '这个项目没有候补', en: 'There is no waiting list for this' });
export const stillFree = refusal(409, 'bookings/still-free', { zh: '现在还有名额，可以直接预约', en: 'There is room still: book it now' });
export const waitingAlready = refusal(409, 'bookings/waiting-already', { zh: '您已经在候补了', en: 'You are waiting already' }, 'waiting_once');
export const noSuchWaiting = refusal(404, 'bookings/no-such-waiting', {
  zh: '没有这个候补，或候补已结束',
  en: 'There is no such entry in the waiting list, or it has ended',
});
export const offerOver = refusal(409, 'bookings/offer-over', { zh: '保留时间已过，名额已给下一位', en: 'The offer has run out and gone to the next in line' });
export const notNow = refusal(409, 'bookings/not-now', { zh: '现在不能签到，请在规定时间内签到', en: 'It cannot be checked in now; see when it can' });
export const paused = refusal(422, 'bookings/paused', {
  zh: '因多次未到，暂停预约到所示日期；有原因可以申诉',
  en: 'Booking is paused until the day shown, after missing several times; you can say why and appeal',
});
export const notEligible = refusal(422, 'bookings/not-eligible', {
  zh: '不符合预约条件，请看说明；记录有误可到柜台更正',
  en: 'The conditions are not met, see which; if a record is wrong the counter can correct it',
});
export const guardianNeeded = refusal(422, 'bookings/guardian-needed', {
  zh: '未成年人请由监护人预约，或请监护人到柜台同意',
  en: 'For a minor a guardian books, or agrees at the counter',
});
export const notYours = refusal(403, 'bookings/not-yours', {
  zh: '只能为自己、子女或已同意由您代办的家人预约',
  en: 'You can book for yourself, your children, and family who agreed that you act for them',
});
export const notFreeOfCharge = refusal(422, 'bookings/not-free-of-charge', {
  zh: '这个项目不能申请免费使用',
  en: 'Free use cannot be asked for here',
});
export const wrongDeposit = refusal(409, 'bookings/wrong-deposit', { zh: '押金不是这个状态', en: 'The deposit is not in that state' });
export const notOver = refusal(409, 'bookings/not-over', { zh: '用过以后才能评价', en: 'It can be rated after use' });
export const ratedAlready = refusal(409, 'bookings/rated-already', { zh: '已经评价过了', en: 'It has been rated already' }, 'rating_pkey');
export const noSuchRound = refusal(404, 'bookings/no-such-round', { zh: '没有这个季度申请', en: 'There is no such round' });
export const wrongRound = refusal(422, 'bookings/wrong-round', {
  zh: '申请时间应在使用之前，项目须是本地点按时段预约的项目',
  en: 'One applies before the season begins, for offerings of this place that are booked by the time',
});
export const roundNotOpen = refusal(422, 'bookings/round-not-open', { zh: '现在不在申请时间内', en: 'One cannot apply now' });
export const roundState = refusal(409, 'bookings/round-state', { zh: '这个季度申请不在这一步', en: 'The round is not at that step' });
export const wrongWish = refusal(422, 'bookings/wrong-wish', {
  zh: '所选时段不符合项目规则，请看是第几个、为什么',
  en: 'A time is against the rules of the offering; see which and why',
});
export const appliedAlready = refusal(
  409,
  'bookings/applied-already',
  { zh: '已经申请过了，可以撤回后重新申请', en: 'There is an application already; take it back to apply anew' },
  'application_once',
);
export const noSuchApplication = refusal(404, 'bookings/no-such-application', { zh: '没有这个申请', en: 'There is no such application' });
export const noSuchFeed = refusal(404, 'bookings/no-such-feed', { zh: '这个日历地址已失效', en: 'This calendar address is no longer in use' });
export const nothingToPay = refusal(422, 'bookings/nothing-to-pay', {
  zh: '这次预约不用付款，或已经结束',
  en: 'There is nothing to pay for this booking, or it is over',
});
