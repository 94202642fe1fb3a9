export { AssessmentFields } from './assessments.dto.js';
