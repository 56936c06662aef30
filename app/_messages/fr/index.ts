import type en from "../en";
import access from "./access.json";
import account from "./account.json";
import accountMenu from "./accountMenu.json";
import actions from "./actions.json";
import charts from "./charts.json";
import complaint from "./complaint.json";
import complaints from "./complaints.json";
import customers from "./customers.json";
import deadLetterEdit from "./deadLetterEdit.json";
import deadLetters from "./deadLetters.json";
import detail from "./detail.json";
import diagram from "./diagram.json";
import diagrams from "./diagrams.json";
import empty from "./empty.json";
import event from "./event.json";
import eventPage from "./eventPage.json";
import events from "./events.json";
import failed from "./failed.json";
import filter from "./filter.json";
import flows from "./flows.json";
import frame from "./frame.json";
import json from "./json.json";
import live from "./live.json";
import mails from "./mails.json";
import masked from "./masked.json";
import masking from "./masking.json";
import notFound from "./notFound.json";
import notificationSettings from "./notificationSettings.json";
import overview from "./overview.json";
import quarantine from "./quarantine.json";
import range from "./range.json";
import redrives from "./redrives.json";
import related from "./related.json";
import roles from "./roles.json";
import saga from "./saga.json";
import sagaSettings from "./sagaSettings.json";
import sagas from "./sagas.json";
import shortcuts from "./shortcuts.json";
import signIn from "./signIn.json";
import status from "./status.json";
import table from "./table.json";
import tokens from "./tokens.json";
import topology from "./topology.json";
import ui from "./ui.json";
import unreadable from "./unreadable.json";
import users from "./users.json";
import welcome from "./welcome.json";

/** Every text of the interface, one file a room. The keys are the same in each language. */
export default {
  access,
  account,
  accountMenu,
  actions,
  charts,
  complaint,
  complaints,
  customers,
  deadLetters,
  deadLetterEdit,
  detail,
  diagram,
  diagrams,
  empty,
  event,
  eventPage,
  events,
  failed,
  filter,
  flows,
  frame,
  json,
  live,
  mails,
  masked,
  masking,
  notFound,
  notificationSettings,
  overview,
  quarantine,
  range,
  redrives,
  related,
  roles,
  saga,
  sagaSettings,
  sagas,
  shortcuts,
  signIn,
  status,
  table,
  tokens,
  topology,
  ui,
  unreadable,
  users,
  welcome,
} satisfies typeof en;
