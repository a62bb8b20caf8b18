from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "insurers.orders"
    label = "orders"

    def ready(self) -> None:
        from insurers.orders.files import register_files
        from insurers.orders.panels import register_panels

        register_files()
        register_panels()
