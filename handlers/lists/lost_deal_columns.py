"""The columns of a list of lost deals, by what they are called in three languages."""

from collections.abc import Sequence

from handlers.lists.csv_file import plain_name

NAMES = {
    "prospect": (
        *("prospect", "contact", "contact name", "primary contact", "associated contact", "person"),
        *("lead", "lead name", "full name", "name", "deal name", "deal", "opportunity name", "opportunity"),
        *("kontakt", "kontaktname", "kontaktperson", "ansprechpartner", "ansprechpartnerin"),
        *("interessent", "interessentin", "dealname", "deal titel", "titel", "title", "verkaufschance"),
        *("contacto", "nombre del contacto", "prospecto", "cliente potencial", "persona", "nombre"),
        *("nombre del negocio", "negocio", "trato", "nombre del trato", "oportunidad"),
    ),
    "company": (
        *("company", "company name", "associated company", "account", "account name", "organization"),
        *("organisation", "customer", "firma", "unternehmen", "unternehmensname", "kunde", "accountname"),
        *("empresa", "nombre de la empresa", "compañía", "compania", "cuenta", "organización"),
        *("organizacion", "cliente"),
    ),
    "lost_on": (
        *("lost on", "lost at", "lost date", "date lost", "lost time", "close date", "closed date"),
        *("closed on", "closed at", "said no on", "verloren am", "verlustdatum", "absage am", "abgesagt am"),
        *("abschlussdatum", "schlussdatum", "geschlossen am", "perdido el", "perdida el"),
        *("fecha de pérdida", "fecha de perdida", "fecha de cierre", "cerrado el", "cerrada el"),
    ),
    "reason": (
        *("reason", "lost reason", "loss reason", "closed lost reason", "reason lost", "why"),
        *("grund", "verlustgrund", "absagegrund", "begründung", "begruendung", "motivo", "razón", "razon"),
        *("motivo de pérdida", "motivo de perdida", "motivo de la pérdida", "motivo de la perdida"),
    ),
    "amount": (
        *("amount", "value", "deal value", "deal amount", "betrag", "wert", "dealwert", "deal wert"),
        *("auftragswert", "volumen", "importe", "valor", "monto", "cantidad", "valor del negocio"),
    ),
    "link": (
        *("link", "url", "record link", "record url", "deal url", "deal link", "enlace", "vínculo"),
        *("vinculo", "dirección web", "verknüpfung"),
    ),
    "id": (
        *("id", "record id", "deal id", "opportunity id", "datensatz id", "deal nr", "kennung", "nummer"),
        *("identificador", "id del registro", "id del negocio", "número", "numero"),
    ),
}
"""The columns, each with what it may be called in English, German and Spanish; of several the first is taken."""


def columns_in(header: Sequence[str]) -> dict[str, list[int]]:
    """Where each column stands that the header has, by the first of its names that is there."""
    plain = [plain_name(name) for name in header]
    known = {
        column: [plain.index(name) for name in names if name in plain] for column, names in NAMES.items()
    }
    return {column: found[:1] for column, found in known.items() if found}
