import { anyone, anyoneHere, keyHolder, residentSelf, type StaffRole, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { areaWhereabouts } from '../areas/index.ts';
import * as contract from './contract.ts';
import * as dispatch from './dispatch/contract.ts';
import { getDispatchModelQuery, trainDispatchCommand } from './dispatch/learn.ts';
import { proposeUnitsQuery } from './dispatch/propose.ts';
import { askDutyChangeCommand, decideDutyChangeCommand, listDutyChangesQuery } from './duty/changes.ts';
import * as duty from './duty/contract.ts';
import { draftDutyListCommand, getDutyListQuery, getDutyListsQuery, listMattersQuery, publishDutyListCommand, saveDutyListCommand } from './duty/edit-list.ts';
import * as found from './found/contract.ts';
import { listPublicMapQuery } from './found/public-map.ts';
import { listNearQuery, listSimilarQuery, searchRequestsQuery } from './found/queries.ts';
import { takeRequestCommand, tellUsCommand } from './intake.ts';
import * as outside from './outside/contract.ts';
import { importHotlineCommand } from './outside/hotline.ts';
import { endIntakeKeyCommand, listIntakeKeysQuery, makeIntakeKeyCommand } from './outside/keys.ts';
import { receiveMailCommand, receiveOutsideCommand } from './outside/receive.ts';
import * as photos from './photos/contract.ts';
import { addOwnPhotoCommand, addPhotoCommand, getOwnPhotoQuery, getPhotoQuery, listPhotosQuery } from './photos/photos.ts';
import { getBulletinQuery, getRatesQuery, listBulletinsQuery, publishBulletinCommand } from './rates/bulletin.ts';
import * as rates from './rates/contract.ts';
import { drawRecontactCommand, listRecontactQuery, recordRecontactCommand } from './rates/recontact.ts';
import { followCommand, followRequestQuery, listMineQuery, moveOwnCommand } from './receipt.ts';
import { splitRequestCommand } from './split.ts';
import { getRequestQuery, openRequestCommand } from './work.ts';

const clerks: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];
const workers: StaffRole[] = [...clerks, 'cityOfficial', 'operator'];

export const routes = [
  answer(duty.listMatters, anyone, listMattersQuery),
  answerFor(duty.getDutyLists, staff(...workers, 'auditor'), getDutyListsQuery),
  answerFor(duty.getDutyList, staff(...workers, 'auditor'), getDutyListQuery),
  perform(duty.draftDutyList, staffOfDistrict('districtOfficial'), draftDutyListCommand),
  perform(duty.saveDutyList, staffOfDistrict('districtOfficial'), saveDutyListCommand),
  perform(duty.publishDutyList, staffOfDistrict('districtOfficial'), publishDutyListCommand),
  perform(contract.tellUs, anyone, tellUsCommand),
  perform(
    contract.takeRequest,
    staffAt((db, _, input: { areaCode: string }) => areaWhereabouts(db, input.areaCode), ...clerks),
    takeRequestCommand,
  ),
  answerFor(contract.listMine, residentSelf, listMineQuery),
  answer(contract.followRequest, keyHolder, followRequestQuery),
  perform(contract.moveOwn, keyHolder, moveOwnCommand),
  answer(found.listNear, anyoneHere, listNearQuery),
  perform(contract.follow, residentSelf, followCommand),
  answerFor(contract.getRequest, staff(...workers, 'auditor'), getRequestQuery),
  perform(contract.openRequest, staff(...workers), openRequestCommand),
  perform(contract.splitRequest, staff(...workers), splitRequestCommand),
  answerFor(dispatch.proposeUnits, staff(...workers, 'auditor'), proposeUnitsQuery),
  answerFor(found.listSimilar, staff(...workers, 'auditor'), listSimilarQuery),
  answerFor(found.searchRequests, staff(...clerks, 'cityOfficial', 'auditor'), searchRequestsQuery),
  answer(contract.listPublicMap, anyoneHere, listPublicMapQuery),
  perform(photos.addOwnPhoto, keyHolder, addOwnPhotoCommand),
  answer(photos.getOwnPhoto, keyHolder, getOwnPhotoQuery),
  perform(photos.addPhoto, staff(...workers), addPhotoCommand),
  answerFor(photos.listPhotos, staff(...workers, 'auditor'), listPhotosQuery),
  answerFor(photos.getPhoto, staff(...workers, 'auditor'), getPhotoQuery),
  answerFor(dispatch.getDispatchModel, staff(...workers, 'auditor'), getDispatchModelQuery),
  perform(dispatch.trainDispatch, staffOfDistrict('districtOfficial'), trainDispatchCommand),
  perform(duty.askDutyChange, staff(...workers), askDutyChangeCommand),
  answerFor(duty.listDutyChanges, staff(...workers, 'auditor'), listDutyChangesQuery),
  perform(duty.decideDutyChange, staffOfDistrict('districtOfficial'), decideDutyChangeCommand),
  answerFor(outside.listIntakeKeys, staffOfDistrict('districtOfficial', 'auditor'), listIntakeKeysQuery),
  perform(outside.makeIntakeKey, staffOfDistrict('districtOfficial'), makeIntakeKeyCommand),
  perform(outside.endIntakeKey, staffOfDistrict('districtOfficial'), endIntakeKeyCommand),
  perform(outside.receiveOutside, keyHolder, receiveOutsideCommand),
  perform(outside.receiveMail, keyHolder, receiveMailCommand),
  perform(outside.importHotline, staffOfDistrict('districtOfficial'), importHotlineCommand),
  answerFor(rates.getRates, staff(...workers, 'auditor'), getRatesQuery),
  perform(rates.publishBulletin, staffOfDistrict('districtOfficial'), publishBulletinCommand),
  answer(rates.listBulletins, anyone, listBulletinsQuery),
  answer(rates.getBulletin, anyone, getBulletinQuery),
  perform(rates.drawRecontact, staffOfDistrict('districtOfficial'), drawRecontactCommand),
  answerFor(rates.listRecontact, staffOfDistrict('districtOfficial', 'auditor'), listRecontactQuery),
  perform(rates.recordRecontact, staffOfDistrict('districtOfficial'), recordRecontactCommand),
];
