import type { ReplyEvent } from './phrases.ts'

/** What lenders write in one language. */
interface Phrases {
  readonly says: Readonly<Partial<Record<ReplyEvent, readonly string[]>>>
  /** Phrases that mean none of these, though they hold words that do. */
  readonly harmless: readonly string[]
}

/** The same table for other languages: each word as it is, in lower case, with the apostrophe ’. Of two the longer counts. */
export const phrasesAbroad: Readonly<Record<'de' | 'fr' | 'es' | 'nl', Phrases>> = {
  de: {
    says: {
      shipped: [
        ...['wurde versandt', 'wurde verschickt', 'wurde abgeschickt', 'haben wir versandt', 'haben wir verschickt'],
        ...[
          'heute versandt',
          'heute verschickt',
          'heute abgeschickt',
          'ist unterwegs',
          'ist auf dem weg',
          'ist in der post',
        ],
        ...['wurden versandt', 'wurden verschickt'],
      ],
      willSupply: [
        ...['wird versandt', 'wird verschickt', 'werden wir liefern', 'werden wir schicken', 'werden wir senden'],
        ...['wir können liefern', 'wir liefern gern', 'wird in kürze geliefert', 'verschicken wir demnächst'],
      ],
      hold: [
        'haben wir vorgemerkt',
        'wurde vorgemerkt',
        'ist vorgemerkt',
        'haben wir reserviert',
        'auf der warteliste',
      ],
      notSupplied: [
        ...[
          'können wir nicht liefern',
          'können leider nicht liefern',
          'kann nicht geliefert werden',
          'nicht lieferbar',
        ],
        ...['nicht ausleihbar', 'nicht verleihbar', 'nicht verfügbar', 'nicht vorhanden', 'nicht im bestand'],
        ...['haben wir nicht', 'besitzen wir nicht', 'ist ausgeliehen', 'zurzeit ausgeliehen', 'derzeit ausgeliehen'],
        ...[
          'zur zeit entliehen',
          'ist entliehen',
          'ist verliehen',
          'ist vermisst',
          'nicht auffindbar',
          'präsenzbestand',
        ],
        ...['verleihen wir nicht', 'müssen wir ablehnen', 'leider absagen', 'nicht am standort'],
      ],
      conditional: [
        ...[
          'unter der bedingung',
          'nur im lesesaal',
          'benutzung im lesesaal',
          'nur unter der auflage',
          'kosten in höhe von',
        ],
        ...['es fallen kosten an', 'es entstehen kosten', 'sind sie einverstanden', 'sind sie damit einverstanden'],
      ],
      cancelAccepted: ['wurde storniert', 'haben wir storniert', 'ist storniert', 'stornierung bestätigt'],
      cancelRefused: [
        ...['nicht mehr storniert werden', 'nicht mehr stornieren', 'zu spät für eine stornierung', 'bereits versandt'],
        ...['bereits verschickt', 'schon verschickt', 'schon unterwegs'],
      ],
      renewed: [
        ...['wurde verlängert', 'haben wir verlängert', 'ist verlängert', 'verlängert bis', 'neues rückgabedatum'],
        ...['verlängerung genehmigt', 'neue leihfrist'],
      ],
      renewalRefused: [
        ...['nicht verlängert werden', 'nicht verlängern', 'keine verlängerung', 'verlängerung ist nicht möglich'],
        ...['verlängerung nicht möglich', 'verlängerung abgelehnt'],
      ],
      overdue: ['ist überfällig', 'leihfrist ist abgelaufen', 'leihfrist überschritten'],
      recall: ['zurückgefordert', 'bitte umgehend zurück', 'brauchen es zurück', 'benötigen es zurück'],
      checkedIn: ['ist wieder bei uns', 'wieder bei uns eingetroffen', 'haben wir zurückerhalten', 'zurück erhalten'],
    },
    harmless: [
      ...['noch nicht versandt', 'noch nicht verschickt', 'wurde nicht versandt', 'wurde nicht verschickt'],
      ...['nicht überfällig', 'falls nicht verfügbar', 'ist nicht ausgeliehen', 'ist nicht entliehen'],
    ],
  },
  fr: {
    says: {
      shipped: [
        ...[
          'a été envoyé',
          'a été expédié',
          'ont été envoyés',
          'a été posté',
          'nous avons envoyé',
          'nous avons expédié',
        ],
        ...['envoyé aujourd’hui', 'expédié aujourd’hui', 'est en route', 'est parti aujourd’hui'],
      ],
      willSupply: [
        ...[
          'sera envoyé',
          'sera expédié',
          'allons envoyer',
          'allons expédier',
          'pouvons fournir',
          'pouvons vous prêter',
        ],
        ...['vous sera fourni'],
      ],
      hold: ['est réservé pour vous', 'avons réservé', 'a été réservé', 'sur la liste d’attente'],
      notSupplied: [
        ...['ne pouvons pas fournir', 'ne pouvons fournir', 'ne pouvons pas prêter', 'ne pouvons pas envoyer'],
        ...[
          'ne pouvons pas vous',
          'n’est pas disponible',
          'pas disponible',
          'indisponible',
          'est emprunté',
          'est en prêt',
        ],
        ...['actuellement en prêt', 'actuellement emprunté', 'ne possédons pas', 'n’avons pas', 'exclu du prêt'],
        ...[
          'ne peut être prêté',
          'ne prêtons pas',
          'manque en rayon',
          'introuvable',
          'est perdu',
          'consultation sur place',
        ],
      ],
      conditional: [
        ...['à condition', 'sous réserve que', 'uniquement sur place', 'frais s’élèvent', 'acceptez-vous'],
        ...['êtes-vous d’accord', 'moyennant des frais', 'cela coûterait'],
      ],
      cancelAccepted: [
        'a été annulée',
        'est annulée',
        'avons annulé',
        'annulation confirmée',
        'annulation est confirmée',
      ],
      cancelRefused: [
        'trop tard pour annuler',
        'ne peut plus être annulée',
        'déjà été envoyé',
        'déjà expédié',
        'déjà envoyé',
      ],
      renewed: [
        'a été renouvelé',
        'a été prolongé',
        'est prolongé',
        'prolongé jusqu',
        'avons prolongé',
        'nouvelle date de retour',
      ],
      renewalRefused: [
        ...[
          'ne peut être renouvelé',
          'ne peut pas être renouvelé',
          'ne peut être prolongé',
          'ne peut pas être prolongé',
        ],
        ...['prolongation refusée', 'pas de prolongation', 'ne pouvons pas prolonger'],
      ],
      overdue: ['est en retard', 'date de retour est dépassée'],
      recall: ['est rappelé', 'veuillez le retourner immédiatement', 'en avons besoin immédiatement'],
      checkedIn: ['nous a été retourné', 'est bien revenu', 'avons bien reçu le retour'],
    },
    harmless: [
      ...['n’a pas été envoyé', 'n’a pas encore été envoyé', 'n’a pas été expédié', 'n’a pas encore été expédié'],
      ...['n’est pas en retard', 's’il n’est pas disponible', 'n’est pas en prêt'],
    ],
  },
  es: {
    says: {
      shipped: [
        ...['ha sido enviado', 'fue enviado', 'se ha enviado', 'hemos enviado', 'enviado hoy', 'está en camino'],
        ...['ha sido remitido', 'hemos remitido'],
      ],
      willSupply: [
        'será enviado',
        'se enviará',
        'enviaremos',
        'podemos suministrar',
        'podemos prestar',
        'podemos enviar',
      ],
      hold: ['hemos reservado', 'está reservado para', 'en la lista de espera'],
      notSupplied: [
        ...['no podemos suministrar', 'no podemos prestar', 'no podemos enviar', 'no podemos servir', 'no disponible'],
        ...[
          'no está disponible',
          'está prestado',
          'en préstamo actualmente',
          'no lo tenemos',
          'no tenemos',
          'no se presta',
        ],
        ...['no prestamos', 'excluido de préstamo', 'no se encuentra en', 'está extraviado', 'no localizado'],
      ],
      conditional: [
        ...['con la condición', 'a condición de', 'solo consulta en sala', 'sólo consulta en sala', 'tiene un coste'],
        ...['tiene un costo', 'están de acuerdo', 'acepta usted', 'aceptan ustedes'],
      ],
      cancelAccepted: ['ha sido cancelada', 'hemos cancelado', 'está cancelada', 'cancelación confirmada'],
      cancelRefused: [
        'demasiado tarde para cancelar',
        'no se puede cancelar',
        'no podemos cancelar',
        'ya ha sido enviado',
        'ya enviado',
      ],
      renewed: [
        'ha sido renovado',
        'hemos renovado',
        'está renovado',
        'renovado hasta',
        'prorrogado hasta',
        'nueva fecha de devolución',
      ],
      renewalRefused: [
        'no se puede renovar',
        'no podemos renovar',
        'renovación denegada',
        'no es renovable',
        'sin renovación',
      ],
      overdue: ['está vencido', 'plazo ha vencido'],
      recall: ['lo reclamamos', 'devuélvanlo inmediatamente', 'devolver inmediatamente', 'lo necesitamos de vuelta'],
      checkedIn: ['ha sido devuelto', 'hemos recibido la devolución'],
    },
    harmless: [
      ...[
        'no ha sido enviado',
        'aún no ha sido enviado',
        'no se ha enviado',
        'todavía no se ha enviado',
        'no está vencido',
      ],
      ...['si no está disponible', 'no está prestado'],
    ],
  },
  nl: {
    says: {
      shipped: [
        ...[
          'is verzonden',
          'is verstuurd',
          'is opgestuurd',
          'hebben wij verzonden',
          'hebben we verstuurd',
          'vandaag verzonden',
        ],
        ...['vandaag verstuurd', 'is onderweg', 'is op de post'],
      ],
      willSupply: [
        ...[
          'wordt verzonden',
          'wordt verstuurd',
          'zal worden verzonden',
          'zullen wij leveren',
          'kunnen leveren',
          'sturen wij op',
        ],
      ],
      hold: ['hebben wij gereserveerd', 'is gereserveerd voor u', 'op de wachtlijst'],
      notSupplied: [
        ...[
          'kunnen wij niet leveren',
          'kunnen we niet leveren',
          'niet leverbaar',
          'niet beschikbaar',
          'niet uitleenbaar',
        ],
        ...['is uitgeleend', 'momenteel uitgeleend', 'hebben wij niet', 'niet in ons bezit', 'niet in onze collectie'],
        ...[
          'niet aanwezig',
          'wordt niet uitgeleend',
          'lenen wij niet uit',
          'is vermist',
          'niet te vinden',
          'onvindbaar',
        ],
      ],
      conditional: [
        ...[
          'op voorwaarde',
          'onder de voorwaarde',
          'alleen ter inzage',
          'gaat u akkoord',
          'de kosten bedragen',
          'er zijn kosten',
        ],
      ],
      cancelAccepted: ['is geannuleerd', 'hebben wij geannuleerd', 'annulering bevestigd'],
      cancelRefused: [
        'te laat om te annuleren',
        'niet meer worden geannuleerd',
        'niet meer annuleren',
        'al verzonden',
        'al verstuurd',
      ],
      renewed: ['is verlengd', 'hebben wij verlengd', 'verlengd tot', 'nieuwe inleverdatum'],
      renewalRefused: [
        'niet worden verlengd',
        'niet verlengen',
        'geen verlenging',
        'verlenging niet mogelijk',
        'verlenging is niet mogelijk',
      ],
      overdue: ['is te laat', 'uitleentermijn is verstreken', 'uitleentermijn verstreken'],
      recall: ['wordt teruggevraagd', 'teruggevorderd', 'hebben het nodig terug', 'direct terug te sturen'],
      checkedIn: ['is weer bij ons', 'hebben wij terugontvangen', 'is terugontvangen'],
    },
    harmless: [
      ...['is niet verzonden', 'is nog niet verzonden', 'nog niet verstuurd', 'is niet te laat', 'is niet uitgeleend'],
      ...['als het niet beschikbaar is'],
    ],
  },
}
