import { fail, outageIsOver, serviceBusStyle } from "../failing";
import { bodyOf } from "../shop-message";
import type { Handler } from "../system";
import { helpdeskComplaint, helpdeskEvent } from "./helpdesk-messages";

export const MAIL = "helpdesk.mail";
export const RETRY = "helpdesk.retry";

interface HelpdeskBody {
  eventId: string;
  eventType: string;
  aggregateId: string;
  metadata: { timestamp: string };
}

/** The notification service: mails the customer. The mail server is down at times, and some addresses do not exist. */
export const sendMail: Handler = (received, moment) => {
  const event = bodyOf<HelpdeskBody>(received);
  const complaint = helpdeskComplaint(event.aggregateId);
  const { customer, complaintId, fate } = complaint;
  const first = event.eventType === "COMPLAINT_CREATED";
  const subject = `${complaintId} ${event.eventType}`;
  if (fate === "mail down" && first) {
    if (!outageIsOver(received, moment, MAIL, subject, Date.parse(event.metadata.timestamp))) {
      const message = `421 mail-2.example.net service not available, mail to ${customer.email} not sent`;
      const failure = {
        class: "transient",
        type: "Helpdesk.Mail.SmtpTimeoutException",
        message,
        at: "Helpdesk.Mail.Sender.Send()",
      } as const;
      return fail(
        received,
        { queue: MAIL, retryExchange: RETRY, style: serviceBusStyle },
        failure,
        subject,
        2_000,
      );
    }
  }
  const bounced = fate === "bounced" && first;
  const afterMs = complaint.takes(`mail ${event.eventType}`, 200, 1_500);
  const notificationId = `ntf-${complaint.id(`notification ${event.eventType}`).slice(0, 13)}`;
  const eventData = {
    notificationId,
    complaintId,
    template: event.eventType.toLowerCase(),
    recipient: customer.email,
    ...(bounced && { error: `550 mailbox ${customer.email} does not exist` }),
  };
  const aggregate = { type: "Notification", id: notificationId, version: 1 } as const;
  const eventType = bounced ? "NOTIFICATION_FAILED" : "NOTIFICATION_SENT";
  const said = { complaint, aggregate, eventType, at: moment.now + afterMs, eventData };
  return { afterMs, publish: [helpdeskEvent({ ...said, causationId: event.eventId })] };
};
