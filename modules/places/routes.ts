import { anyone, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import type { Read } from '../../platform/database.ts';
import { answer, perform } from '../../platform/routes.ts';
import { areaWhereabouts, nowhere } from '../areas/index.ts';
import { compareCensusQuery, listCensusesQuery, takeCensusCommand } from './census/census.ts';
import * as contract from './contract.ts';
import { closePlaceCommand, createPlaceCommand, setHoursCommand, updatePlaceCommand } from './edit-place.ts';
import { listFunctionsQuery } from './functions/catalogue.ts';
import { functionEndpoints as functions } from './functions/contract.ts';
import {
  functionPromoters,
  functionReviewers,
  functionWhereabouts,
  listOwnFunctionsQuery,
  promoteFunctionCommand,
  proposeFunctionCommand,
  retireFunctionCommand,
  reviewFunctionCommand,
} from './functions/own-functions.ts';
import { addRoomCommand, removeRoomCommand, setRoomTimesCommand, updateRoomCommand } from './ledger/edit-room.ts';
import { addSiteCommand, removeSiteCommand, updateSiteCommand } from './ledger/edit-site.ts';
import { addPhotoCommand, removePhotoCommand, updatePhotoCommand } from './ledger/photos.ts';
import { countFacilitiesQuery, getPlaceQuery, listRegisterQuery, placeWhereabouts, searchPlacesQuery } from './queries.ts';
import { placeClosers, placeEditors } from './roles.ts';

const editsPlace = staffAt(placeWhereabouts, ...placeEditors);
const editsRooms = staffAt((db, district, input: { placeId: string }) => placeWhereabouts(db, district, { id: input.placeId }), ...placeEditors);
const officials = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial'] as const;
const named = async (db: Read, _district: string, input: { areaCode: string }) => (await areaWhereabouts(db, input.areaCode)) ?? nowhere;
const registers = staffAt(named, ...officials);
const proposes = staffAt(named, ...officials, 'communityWorker');
const closes = staffAt(placeWhereabouts, ...placeClosers);
const readsRegister = staff(...officials, 'communityWorker', 'operator', 'auditor');
const surveys = staffOfDistrict('cityOfficial', 'districtOfficial');

export const routes = [
  answer(functions.listFunctions, anyone, listFunctionsQuery),
  answer(functions.listOwnFunctions, readsRegister, listOwnFunctionsQuery),
  perform(functions.proposeFunction, proposes, proposeFunctionCommand),
  perform(functions.reviewFunction, staffAt(functionWhereabouts, ...functionReviewers), reviewFunctionCommand),
  perform(functions.promoteFunction, staffOfDistrict(...functionPromoters), promoteFunctionCommand),
  perform(functions.retireFunction, staffAt(functionWhereabouts, ...functionReviewers), retireFunctionCommand),
  answer(contract.searchPlaces, anyone, searchPlacesQuery),
  answer(contract.getPlace, anyone, getPlaceQuery),
  answer(contract.listRegister, readsRegister, listRegisterQuery),
  answer(contract.countFacilities, anyone, countFacilitiesQuery),
  perform(contract.createPlace, registers, createPlaceCommand),
  perform(contract.updatePlace, editsPlace, updatePlaceCommand),
  perform(contract.closePlace, closes, closePlaceCommand),
  perform(contract.setHours, editsPlace, setHoursCommand),
  perform(contract.addSite, editsRooms, addSiteCommand),
  perform(contract.updateSite, editsRooms, updateSiteCommand),
  perform(contract.removeSite, editsRooms, removeSiteCommand),
  perform(contract.addPhoto, editsRooms, addPhotoCommand),
  perform(contract.updatePhoto, editsRooms, updatePhotoCommand),
  perform(contract.removePhoto, editsRooms, removePhotoCommand),
  perform(contract.addRoom, editsRooms, addRoomCommand),
  perform(contract.updateRoom, editsRooms, updateRoomCommand),
  perform(contract.removeRoom, editsRooms, removeRoomCommand),
  perform(contract.setRoomTimes, editsRooms, setRoomTimesCommand),
  perform(contract.takeCensus, surveys, takeCensusCommand),
  answer(contract.listCensuses, readsRegister, listCensusesQuery),
  answer(contract.compareCensus, readsRegister, compareCensusQuery),
];
