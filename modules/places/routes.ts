import { anyone, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import { areaWhereabouts, nowhere } from '../areas/index.ts';
import { compareCensusQuery, listCensusesQuery, takeCensusCommand } from './census/census.ts';
import * as contract from './contract.ts';
import { closePlaceCommand, createPlaceCommand, setHoursCommand, updatePlaceCommand } from './edit-place.ts';
import { addRoomCommand, removeRoomCommand, setRoomTimesCommand, updateRoomCommand } from './edit-room.ts';
import { countFacilitiesQuery, getPlaceQuery, listFunctionsQuery, listRegisterQuery, placeWhereabouts, searchPlacesQuery } from './queries.ts';
import { placeEditors } from './roles.ts';

const editsPlace = staffAt(placeWhereabouts, ...placeEditors);
const editsRooms = staffAt((db, district, input: { placeId: string }) => placeWhereabouts(db, district, { id: input.placeId }), ...placeEditors);
const officials = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial'] as const;
const registers = staffAt(async (db, _district, input: { areaCode: string }) => (await areaWhereabouts(db, input.areaCode)) ?? nowhere, ...officials);
const closes = staffAt(placeWhereabouts, 'districtOfficial', 'subdistrictOfficial');
const readsRegister = staff(...officials, 'communityWorker', 'operator', 'auditor');
const surveys = staffOfDistrict('cityOfficial', 'districtOfficial');

export const routes = [
  answer(contract.listFunctions, anyone, listFunctionsQuery),
  answer(contract.searchPlaces, anyone, searchPlacesQuery),
  answer(contract.getPlace, anyone, getPlaceQuery),
  answer(contract.listRegister, readsRegister, listRegisterQuery),
  answer(contract.countFacilities, anyone, countFacilitiesQuery),
  perform(contract.createPlace, registers, createPlaceCommand),
  perform(contract.updatePlace, editsPlace, updatePlaceCommand),
  perform(contract.closePlace, closes, closePlaceCommand),
  perform(contract.setHours, editsPlace, setHoursCommand),
  perform(contract.addRoom, editsRooms, addRoomCommand),
  perform(contract.updateRoom, editsRooms, updateRoomCommand),
  perform(contract.removeRoom, editsRooms, removeRoomCommand),
  perform(contract.setRoomTimes, editsRooms, setRoomTimesCommand),
  perform(contract.takeCensus, surveys, takeCensusCommand),
  answer(contract.listCensuses, readsRegister, listCensusesQuery),
  answer(contract.compareCensus, readsRegister, compareCensusQuery),
];
