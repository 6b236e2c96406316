export { populationImporter } from './importer.ts';
export { usualWalk } from './paces.ts';
export { readStudyFiles } from './study/read-folder.ts';
export { studyHtml } from './study/report.ts';
export { runStudy } from './study/run-study.ts';
export { planningJobs } from './study/start-study.ts';
export { studyCsv, studyText } from './study/tables.ts';
