/// What is said of the lender's payments, duties, holds, overrides and settlements, in both languages.
enum LawWords {
    static let words: [String: Word] = [
        "send_window": "horario de envío",
        "events_in_order": Word("Lo que ocurrió, en orden", en: "What happened, in order"),
        "external_reference": "referencia del acreedor", "reversal_reference": "referencia de la devolución",
        "match": "corresponde a", "match_suspected": "correspondencia por confirmar", "matched": "correspondidas",
        "suspected": "por confirmar",
        "=suspected_duplicate": "posible pago duplicado", "=payment_differs": "el pago difiere del registrado",
        "=duty_missed": "obligación incumplida", "=already_so": "ya estaba así",
        "reversal_reason=returned_by_lender": "devuelto por el acreedor",
        "duties": "obligaciones", "due_at": "vence", "started_by": "la inició", "satisfied_at": "cumplida",
        "satisfied_by": "la cumplió", "missed_at": "incumplida", "status=missed": "incumplida",
        "status=satisfied": "cumplida", "status=satisfied_late": "cumplida tarde", "duty_due_at": "obligación vence",
        "duty=validation": "información de validación", "duty=verify_the_debt": "verificar el adeudo",
        "duty=answer_complaint": "responder la queja", "duty=full_payment_letter": "carta finiquito",
        "duty=find_the_estate": "hallar la sucesión", "duty=offer_a_plan": "ofrecer un plan",
        "legal_holds": "RETENCIONES LEGALES", "lifted_at": "levantada", "lifted_by_person": "la levantó",
        "lift_reason": "motivo de levantarla", "status=lifted": "levantada", "status=held": "retenida",
        "overrides": "excepciones", "override": "excepción", "act": "acto", "until": "hasta",
        "requested_by": "la pidió", "granted_by": "la autorizó", "granted_at": "autorizada", "used_by": "la usó",
        "used_at": "usada", "status=requested": "pedida", "status=granted": "autorizada", "act=promise": "promesa",
        "act=settlement": "quita", "kind=override_verdict": "excepción a una regla",
        "to_pay": "por pagar", "forgiven_cells": "condonado por concepto", "split": "aplicación del pago",
        "part": "concepto", "assumed_past_due": "todo se toma como vencido", "waterfall": "prelación",
        "approved_by": "la autorizó", "second_approval_by": "segunda autorización", "signed_at": "firmada",
        "signed_by": "registró la firma", "signature": "evidencia de la firma", "void_reason": "por qué terminó",
        "owed_cells": "adeudo por concepto", "void_reason=balance_changed": "cambió el saldo",
        "void_reason=bucket_changed": "cambió el tramo", "void_reason=expired": "venció",
        "offer_state=signed": "firmada", "part=penalty": "moratorios", "part=fees": "gastos",
        "part=interest": "intereses", "part=principal": "capital", "status=past_due": "vencido",
        "status=due": "exigible", "status=advance": "anticipado",
        "kind=sign_settlement": "firma de convenio", "kind=set_hold": "retención legal",
        "kind=judge_duties": "revisión de obligaciones", "kind=review_finding": "revisión de hallazgo",
    ]

    static let failures: [String: FailureTable.Words] = [
        "below_least_amount": FailureTable.Words(
            "Un plazo es menor de lo que el acreedor acepta.", en: "Agree on fewer instalments.",
            es: "Acuerde menos plazos."),
        "already_so": FailureTable.Words("Ya está así; no se escribió nada."),
        "reference_taken": FailureTable.Words("La referencia ya nombra otro pago de esta cuenta."),
        "unknown_payment": FailureTable.Words("No existe ese pago."),
        "amount_differs": FailureTable.Words("Un pago se devuelve completo."),
        "outside_send_window": FailureTable.Words(
            "La carta no puede enviarse a esta hora donde está el deudor.",
            en: "`cartera letter list` shows its hours.",
            es: "`cartera letter list` muestra sus horas."),
        "letter_unprintable": FailureTable.Words(
            "Las fuentes del PDF no tienen el carácter “%1”.", es: "Imprima la página: --format html."),
        "unsupported": FailureTable.Words("Es de un programa más nuevo."),
        "date_in_future": FailureTable.Words("La fecha está en el futuro."),
        "not_a_number": FailureTable.Words("No es un número."),
        "offer_void": FailureTable.Words(
            "La oferta ya no está vigente.", en: "Propose it again.", es: "Vuelva a proponerla."),
        "no_hold": FailureTable.Words("La cuenta no tiene ninguna retención legal."),
        "hold_stands": FailureTable.Words("La cuenta ya tiene una retención legal."),
        "not_overridable": FailureTable.Words(
            "Esta regla no admite excepción.",
            es: "Solo la admite una regla de un paquete activo que lo diga; la ley nunca."),
        "override_granted": FailureTable.Words("Esta excepción ya fue autorizada."),
        "unknown_override": FailureTable.Words(
            "No existe esa excepción.", en: "See `cartera admin override list`.",
            es: "Vea `cartera admin override list`."),
    ]
}
